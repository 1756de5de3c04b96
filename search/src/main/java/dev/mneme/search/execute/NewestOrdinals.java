package dev.mneme.search.execute;

import dev.mneme.index.api.RankedOrdinals;

/**
 * Keeps the newest of the ordinals offered: later times first, of equal times the higher ordinal.
 * O(log k) an offer. Not thread-safe.
 */
final class NewestOrdinals {
  private final long[] times;
  private final int[] ordinals;
  private int size;

  NewestOrdinals(int k) {
    times = new long[k];
    ordinals = new int[k];
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == times.length;
  }

  void offer(long time, int ordinal) {
    if (size < times.length) {
      int child = size++;
      while (child > 0 && older(time, ordinal, (child - 1) >>> 1)) {
        move((child - 1) >>> 1, child);
        child = (child - 1) >>> 1;
      }
      times[child] = time;
      ordinals[child] = ordinal;
    } else if (size > 0 && !older(time, ordinal, 0)) {
      sink(time, ordinal);
    }
  }

  /**
   * Newest first; empties this. Scores are milliseconds relative to the newest, 0 or less: as
   * floats, epoch milliseconds would lose two minutes.
   */
  RankedOrdinals drain() {
    int count = size;
    var ranked = new int[count];
    var sorted = new long[count];
    for (int i = count - 1; i >= 0; i--) {
      ranked[i] = ordinals[0];
      sorted[i] = times[0];
      size--;
      sink(times[size], ordinals[size]);
    }
    var scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = (float) (sorted[i] - sorted[0]);
    }
    return new RankedOrdinals(ranked, scores);
  }

  /** Replaces the root, which is the oldest. */
  private void sink(long time, int ordinal) {
    int parent = 0;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size && older(times[child + 1], ordinals[child + 1], child)) {
        child++;
      }
      if (!older(times[child], ordinals[child], time, ordinal)) {
        break;
      }
      move(child, parent);
      parent = child;
    }
    times[parent] = time;
    ordinals[parent] = ordinal;
  }

  private boolean older(long time, int ordinal, int entry) {
    return older(time, ordinal, times[entry], ordinals[entry]);
  }

  private static boolean older(long time, int ordinal, long otherTime, int otherOrdinal) {
    return time != otherTime ? time < otherTime : ordinal < otherOrdinal;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    ordinals[to] = ordinals[from];
  }
}
