package dev.mneme.index.store.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Ordinal to log position: pages of longs, 8 bytes an ordinal on heap. One writer, many readers;
 * O(1), no lock. A reader that asks while compaction moves a record gets the old or the new
 * position, and both are good as long as it holds a snapshot.
 */
public final class PositionTable {
  private static final int PAGE_BITS = 14;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long ABSENT = -1;

  private volatile long[][] pages = new long[0][];

  public void set(int ordinal, long position) {
    int page = ordinal >>> PAGE_BITS;
    var current = pages;
    if (page >= current.length) {
      current = grow(current, page + 1);
    }
    ELEMENT.setRelease(current[page], ordinal & (PAGE_SIZE - 1), position);
  }

  /** The position, or a negative number if none was set. */
  public long get(int ordinal) {
    var current = pages;
    int page = ordinal >>> PAGE_BITS;
    return page < current.length
        ? (long) ELEMENT.getAcquire(current[page], ordinal & (PAGE_SIZE - 1))
        : ABSENT;
  }

  private long[][] grow(long[][] current, int count) {
    var grown = Arrays.copyOf(current, count);
    for (int i = current.length; i < count; i++) {
      grown[i] = new long[PAGE_SIZE];
      Arrays.fill(grown[i], ABSENT);
    }
    pages = grown;
    return grown;
  }
}
