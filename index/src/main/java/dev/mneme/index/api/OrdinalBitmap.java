package dev.mneme.index.api;

import org.roaringbitmap.RoaringBitmap;

/**
 * An immutable set of ordinals that is cheap to change by copy: pages of 65,536 ordinals, each a {@link RoaringBitmap}; a
 * change copies the touched pages and the page table only. This is what snapshots and views publish. Thread-safe.
 */
public final class OrdinalBitmap {
  private OrdinalBitmap() {}

  public static OrdinalBitmap empty() {
    throw new IllegalStateException("contract only");
  }

  public static OrdinalBitmap of(RoaringBitmap ordinals) {
    throw new IllegalStateException("contract only " + ordinals);
  }

  public boolean contains(int ordinal) {
    throw new IllegalStateException("contract only " + ordinal);
  }

  /** O(1): kept with the set. */
  public int cardinality() {
    throw new IllegalStateException("contract only");
  }

  public boolean isEmpty() {
    return cardinality() == 0;
  }

  /** One more than the largest ordinal, or 0. */
  public int limit() {
    throw new IllegalStateException("contract only");
  }

  /** This set without {@code remove} and with {@code add} (which wins). */
  public OrdinalBitmap change(RoaringBitmap add, RoaringBitmap remove) {
    throw new IllegalStateException("contract only" + add + remove);
  }

  public OrdinalBitmap and(OrdinalBitmap other) {
    throw new IllegalStateException("contract only" + other);
  }

  public OrdinalBitmap or(OrdinalBitmap other) {
    throw new IllegalStateException("contract only" + other);
  }

  public OrdinalBitmap andNot(OrdinalBitmap other) {
    throw new IllegalStateException("contract only" + other);
  }

  /** The cardinality of the intersection, without making it. */
  public int andCardinality(OrdinalBitmap other) {
    throw new IllegalStateException("contract only" + other);
  }

  /** The smallest member at or above {@code from}, or -1. */
  public int next(int from) {
    throw new IllegalStateException("contract only" + from);
  }

  /** Visits all members in ascending order. Faster than {@link #next}. */
  public void forEach(java.util.function.IntConsumer consumer) {
    throw new IllegalStateException("contract only" + consumer);
  }

  /** The members in ascending order. */
  public int[] toArray() {
    throw new IllegalStateException("contract only");
  }

  /** A copy as one plain bitmap. */
  public RoaringBitmap toRoaring() {
    throw new IllegalStateException("contract only");
  }
}
