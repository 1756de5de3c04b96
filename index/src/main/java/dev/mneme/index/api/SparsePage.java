package dev.mneme.index.api;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** A sorted array of low bits, never empty. See {@link Page}. */
final class SparsePage implements Page {
  private final char[] values;

  /** Keeps {@code values}. Use {@link Page#ofValues}, which picks the representation. */
  SparsePage(char[] values) {
    this.values = values;
  }

  @Override
  public int cardinality() {
    return values.length;
  }

  int first() {
    return values[0];
  }

  @Override
  public boolean contains(int low) {
    int at = lowerBound(low);
    return at < values.length && values[at] == low;
  }

  /** The index of the first value at or above {@code low}. Without branches that depend on data. */
  private int lowerBound(int low) {
    int base = 0;
    int length = values.length;
    while (length > 1) {
      int half = length >>> 1;
      base = values[base + half - 1] < low ? base + half : base;
      length -= half;
    }
    return values[base] < low ? base + 1 : base;
  }

  @Override
  public int next(int low) {
    int at = lowerBound(low);
    return at < values.length ? values[at] : -1;
  }

  @Override
  public int last() {
    return values[values.length - 1];
  }

  @Override
  public int rank(int low) {
    return lowerBound(low);
  }

  @Override
  public void forEach(int base, IntConsumer consumer) {
    for (char value : values) {
      consumer.accept(base + value);
    }
  }

  @Override
  public int copyTo(int base, int[] out, int at) {
    for (int i = 0; i < values.length; i++) {
      out[at + i] = base + values[i];
    }
    return at + values.length;
  }

  @Override
  public void orInto(long[] all, int at) {
    setIn(all, -at);
  }

  /**
   * Sets the members in words that start at page word {@code firstWord}; returns how many were not
   * set.
   */
  int setIn(long[] words, int firstWord) {
    int added = 0;
    for (char value : values) {
      int index = (value >>> 6) - firstWord;
      added += (int) (~words[index] >>> value & 1);
      words[index] |= 1L << value;
    }
    return added;
  }

  /**
   * Clears the members in words that start at page word {@code firstWord}; returns how many were
   * set.
   */
  int clearIn(long[] words, int firstWord) {
    int removed = 0;
    for (char value : values) {
      int index = (value >>> 6) - firstWord;
      if (index >= 0 && index < words.length) {
        removed += (int) (words[index] >>> value & 1);
        words[index] &= ~(1L << value);
      }
    }
    return removed;
  }

  @Override
  public Page and(Page other) {
    return switch (other) {
      case SparsePage sparse when sparse.values.length < values.length -> sparse.keep(this, true);
      case SparsePage sparse -> keep(sparse, true);
      case DensePage dense -> keep(dense, true);
    };
  }

  @Override
  public Page andNot(Page other) {
    return other.cardinality() == 0 ? this : keep(other, false);
  }

  /** The members that the other page has, or those that it has not. */
  private Page keep(Page other, boolean present) {
    var kept = new char[values.length];
    int count = 0;
    for (char value : values) {
      if (other.contains(value) == present) {
        kept[count++] = value;
      }
    }
    return count == values.length ? this : Page.ofValues(kept, count);
  }

  @Override
  public Page or(Page other) {
    return switch (other) {
      case DensePage dense -> dense.cardinality() == 0 ? this : dense.or(this);
      case SparsePage sparse -> merge(sparse);
    };
  }

  private Page merge(SparsePage other) {
    char[] theirs = other.values;
    var merged = new char[values.length + theirs.length];
    int count = 0;
    int mine = 0;
    int their = 0;
    while (mine < values.length && their < theirs.length) {
      char a = values[mine];
      char b = theirs[their];
      merged[count++] = a < b ? a : b;
      mine += a <= b ? 1 : 0;
      their += b <= a ? 1 : 0;
    }
    while (mine < values.length) {
      merged[count++] = values[mine++];
    }
    while (their < theirs.length) {
      merged[count++] = theirs[their++];
    }
    return count == values.length
        ? this
        : count == theirs.length ? other : Page.ofValues(merged, count);
  }

  @Override
  public int andCardinality(Page other) {
    if (other instanceof SparsePage sparse && sparse.values.length < values.length) {
      return sparse.andCardinality(this);
    }
    int count = 0;
    for (char value : values) {
      count += other.contains(value) ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean intersects(Page other) {
    if (other instanceof SparsePage sparse && sparse.values.length < values.length) {
      return sparse.intersects(this);
    }
    for (char value : values) {
      if (other.contains(value)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int heapBytes() {
    return 16 + 16 + 2 * values.length;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SparsePage other && Arrays.equals(values, other.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
