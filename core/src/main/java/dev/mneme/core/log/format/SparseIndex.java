package dev.mneme.core.log.format;

import java.util.Arrays;

/**
 * Where in a segment a sequence may be looked for: the offset of every 64th record. An instance
 * never changes. Those that one writer makes from another share their arrays, each seeing its own
 * part: so it is a chain, never a tree.
 */
public final class SparseIndex {
  public static final SparseIndex EMPTY = new SparseIndex(new long[0], 0, 0);

  private static final int STEP = 64;

  /** Sequence and offset in turns. */
  private final long[] entries;

  private final int count;
  private final int skipped;

  private SparseIndex(long[] entries, int count, int skipped) {
    this.entries = entries;
    this.count = count;
    this.skipped = skipped;
  }

  /** With one more record, beyond all others. */
  public SparseIndex with(long sequence, long offset) {
    if (count > 0 && skipped < STEP - 1) {
      return new SparseIndex(entries, count, skipped + 1);
    }
    long[] grown =
        entries.length > 2 * count ? entries : Arrays.copyOf(entries, Math.max(16, 4 * count));
    grown[2 * count] = sequence;
    grown[2 * count + 1] = offset;
    return new SparseIndex(grown, count + 1, 0);
  }

  /**
   * The offset of a record whose sequence is at most {@code sequence}, if there is any, else of the
   * first record.
   */
  public long floorOffset(long sequence) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (entries[2 * middle] <= sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? SegmentFormat.HEADER_LENGTH : entries[2 * high + 1];
  }
}
