package dev.mneme.index.api;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The first {@code k} of what is offered, by a {@link TieOrder}: newer first, of equal times by
 * key. O(log k) an offer; keys are asked for only where the cut falls between equal times, and then
 * of those with that time. What waits there takes 4 bytes each. Each ordinal is offered once. Not
 * thread-safe.
 */
public final class NewestOrdinals {
  private final TieOrder order;
  private final long[] times;
  private final int[] ordinals;
  private int size;
  private int[] waiting = {};
  private int waits;

  public NewestOrdinals(int k, TieOrder order) {
    this.order = order;
    this.times = new long[k];
    this.ordinals = new int[k];
  }

  public boolean isFull() {
    return size == times.length;
  }

  /** The time of the oldest; only if there is one. What is older is of no use once it is full. */
  public long oldest() {
    return times[0];
  }

  /** Offers an ordinal with its time. */
  public void offer(long time, int ordinal) {
    if (size < times.length) {
      siftUp(time, ordinal);
    } else if (size > 0 && time >= times[0]) {
      if (time == times[0]) {
        await(ordinal);
      } else {
        long cut = times[0];
        int pushedOut = ordinals[0];
        siftDown(time, ordinal);
        if (times[0] == cut) {
          await(pushedOut);
        } else {
          waits = 0;
        }
      }
    }
  }

  private void await(int ordinal) {
    if (waits == waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(16, 2 * waits));
    }
    waiting[waits++] = ordinal;
  }

  /** Visits all that may be among the first, in no order. */
  public void forEachCandidate(IntConsumer consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(ordinals[i]);
    }
    for (int i = 0; i < waits; i++) {
      consumer.accept(waiting[i]);
    }
  }

  /** The first ones, newest first; those of one time by higher ordinal. Empties this. */
  public int[] drain() {
    if (waits > 0) {
      settle();
    }
    var first = new int[size];
    while (size > 0) {
      first[size - 1] = ordinals[0];
      size--;
      siftDown(times[size], ordinals[size]);
    }
    return first;
  }

  /** Gives the places of those with the oldest time to the first of all that have it. */
  private void settle() {
    long cut = times[0];
    int places = 0;
    for (int i = 0; i < size; i++) {
      places += times[i] == cut ? 1 : 0;
    }
    int[] chosen = smallestKeys(places);
    int count = size;
    size = 0;
    waits = 0;
    for (int i = 0, taken = 0; i < count; i++) {
      siftUp(times[i], times[i] == cut ? chosen[taken++] : ordinals[i]);
    }
  }

  /** Of all with the oldest time, as many as there are places. */
  private int[] smallestKeys(int places) {
    var smallest = new SmallestKeys(places);
    for (int i = 0; i < size; i++) {
      if (times[i] == times[0]) {
        smallest.offer(order.key(ordinals[i]), ordinals[i]);
      }
    }
    for (int i = 0; i < waits; i++) {
      smallest.offer(order.key(waiting[i]), waiting[i]);
    }
    return smallest.drain();
  }

  private void siftUp(long time, int ordinal) {
    int at = size++;
    while (at > 0 && isLater((at - 1) >>> 1, time, ordinal)) {
      move((at - 1) >>> 1, at);
      at = (at - 1) >>> 1;
    }
    times[at] = time;
    ordinals[at] = ordinal;
  }

  /** Replaces the root, which is the oldest. */
  private void siftDown(long time, int ordinal) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isLater(child, times[child + 1], ordinals[child + 1])) {
        child++;
      }
      if (isLater(child, time, ordinal)) {
        break;
      }
      move(child, at);
      at = child;
    }
    times[at] = time;
    ordinals[at] = ordinal;
  }

  /** Whether the entry is above these in time, or in ordinal where times are equal. */
  private boolean isLater(int entry, long time, int ordinal) {
    return times[entry] != time ? times[entry] > time : ordinals[entry] > ordinal;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    ordinals[to] = ordinals[from];
  }
}
