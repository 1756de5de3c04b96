package dev.mneme.index.attribute;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The ordinals of one attribute value. Immutable to readers: adding returns the state after, which
 * the owner publishes.
 *
 * <p>Most values of most keys have few ordinals (ids, addresses, timestamps), so a set starts as
 * one field, goes on as an array, and becomes a bitmap when it holds more than one ordinal in
 * 1,024, where an array would no longer be smaller by much.
 */
sealed interface Postings permits Postings.One, Postings.Few, Postings.Many {

  int cardinality();

  /**
   * This set with an ordinal that is larger than all in it. Called by the writer, once for each
   * state.
   */
  Postings with(int ordinal);

  /**
   * This set with ordinals that ascend and are larger than all in it. Called by the writer, once
   * for each state.
   */
  Postings with(int[] ordinals, int count);

  /** The members that are in {@code universe}. */
  OrdinalBitmap and(OrdinalBitmap universe);

  /**
   * The members that are not in {@code dead}; the same object where that is all of them. May be
   * empty.
   */
  Postings without(OrdinalBitmap dead);

  /** Visits all members in ascending order. */
  void forEach(IntConsumer consumer);

  int heapBytes();

  /** The set of the first {@code count} elements, which ascend; at least one. */
  static Postings of(int[] ordinals, int count) {
    if (count == 1) {
      return new One(ordinals[0]);
    }
    return isFew(count, ordinals[count - 1])
        ? new Few(Arrays.copyOf(ordinals, count), count)
        : new Many(OrdinalBitmap.of(ordinals, count));
  }

  /** Whether an array suits a set of this size with this largest member. */
  private static boolean isFew(int count, int last) {
    return count <= Few.ALWAYS || (count <= Few.MOST && count <= last >>> 10);
  }

  /** A single ordinal. */
  record One(int ordinal) implements Postings {
    @Override
    public int cardinality() {
      return 1;
    }

    @Override
    public Postings with(int larger) {
      return new Few(new int[] {ordinal, larger}, 2);
    }

    @Override
    public Postings with(int[] ordinals, int count) {
      var all = new int[count + 1];
      all[0] = ordinal;
      System.arraycopy(ordinals, 0, all, 1, count);
      return of(all, all.length);
    }

    @Override
    public OrdinalBitmap and(OrdinalBitmap universe) {
      return universe.contains(ordinal) ? OrdinalBitmap.of(ordinal) : OrdinalBitmap.empty();
    }

    @Override
    public Postings without(OrdinalBitmap dead) {
      return dead.contains(ordinal) ? new Few(new int[0], 0) : this;
    }

    @Override
    public void forEach(IntConsumer consumer) {
      consumer.accept(ordinal);
    }

    @Override
    public int heapBytes() {
      return 16;
    }
  }

  /**
   * The first {@code count} elements of an array, ascending. The array is shared with later states,
   * which write behind {@code count} only; that is safe because each state is extended at most
   * once.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Few(int[] ordinals, int count) implements Postings {
    /** Up to this size an array is always smaller than a bitmap with its page table. */
    static final int ALWAYS = 16;

    /** Above this size a bitmap is used anyway: it answers faster. */
    static final int MOST = 4_096;

    @Override
    public int cardinality() {
      return count;
    }

    @Override
    public Postings with(int ordinal) {
      if (!isFew(count + 1, ordinal)) {
        return new Many(OrdinalBitmap.of(ordinals, count).with(ordinal));
      }
      int[] larger =
          count < ordinals.length ? ordinals : Arrays.copyOf(ordinals, count + (count >> 1) + 1);
      larger[count] = ordinal;
      return new Few(larger, count + 1);
    }

    @Override
    public Postings with(int[] added, int addedCount) {
      int[] all = Arrays.copyOf(ordinals, count + addedCount);
      System.arraycopy(added, 0, all, count, addedCount);
      return of(all, all.length);
    }

    @Override
    public OrdinalBitmap and(OrdinalBitmap universe) {
      var kept = new int[count];
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (universe.contains(ordinals[i])) {
          kept[size++] = ordinals[i];
        }
      }
      return OrdinalBitmap.of(kept, size);
    }

    @Override
    public Postings without(OrdinalBitmap dead) {
      var kept = new int[count];
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (!dead.contains(ordinals[i])) {
          kept[size++] = ordinals[i];
        }
      }
      if (size == count) {
        return this;
      }
      return size == 0 ? new Few(new int[0], 0) : of(kept, size);
    }

    @Override
    public void forEach(IntConsumer consumer) {
      for (int i = 0; i < count; i++) {
        consumer.accept(ordinals[i]);
      }
    }

    @Override
    public int heapBytes() {
      return 24 + 16 + 4 * ordinals.length;
    }
  }

  /** A bitmap. */
  record Many(OrdinalBitmap bitmap) implements Postings {
    @Override
    public int cardinality() {
      return bitmap.cardinality();
    }

    @Override
    public Postings with(int ordinal) {
      return new Many(bitmap.with(ordinal));
    }

    @Override
    public Postings with(int[] ordinals, int count) {
      return new Many(bitmap.or(OrdinalBitmap.of(ordinals, count)));
    }

    @Override
    public OrdinalBitmap and(OrdinalBitmap universe) {
      return bitmap.and(universe);
    }

    @Override
    public Postings without(OrdinalBitmap dead) {
      OrdinalBitmap kept = bitmap.andNot(dead);
      if (kept.cardinality() == bitmap.cardinality()) {
        return this;
      }
      return !kept.isEmpty() && isFew(kept.cardinality(), kept.last())
          ? of(kept.toArray(), kept.cardinality())
          : new Many(kept);
    }

    @Override
    public void forEach(IntConsumer consumer) {
      bitmap.forEach(consumer);
    }

    @Override
    public int heapBytes() {
      return 16 + (int) Math.min(Integer.MAX_VALUE / 2, bitmap.heapBytes());
    }
  }
}
