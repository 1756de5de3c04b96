package dev.mneme.index.btree;

/**
 * One entry of a {@link CountedTree}; entries order by group, then value, then ordinal.
 *
 * @param group what keeps entries of different owners apart: a namespace, an attribute
 * @param value epoch milliseconds, or any number whose order is that of its long
 * @param ordinal of the memory version; -1 and {@link Integer#MAX_VALUE} stand for before and
 *     behind all of a value's entries in bounds
 */
public record Entry(int group, long value, int ordinal) implements Comparable<Entry> {

  /** The bound before all entries with this value or a larger one. */
  public static Entry before(int group, long value) {
    return new Entry(group, value, -1);
  }

  /** The bound behind all entries with this value or a smaller one. */
  public static Entry behind(int group, long value) {
    return new Entry(group, value, Integer.MAX_VALUE);
  }

  @Override
  public int compareTo(Entry other) {
    if (group != other.group) {
      return group < other.group ? -1 : 1;
    }
    if (value != other.value) {
      return value < other.value ? -1 : 1;
    }
    return Integer.compare(ordinal, other.ordinal);
  }
}
