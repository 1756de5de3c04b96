package dev.mneme.index.api;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The best {@code k} of what is offered, by score and then by a {@link TieOrder}: which ordinals
 * these are does not depend on the order of the offers, and the best {@code j < k} are among them.
 * Each ordinal is offered once.
 *
 * <p>A binary heap of longs, score above ordinal, with the worst kept one at the root. Ordinals
 * that score as the worst does and have no room wait beside it; only if some are left at the end is
 * their order asked for. So ties cost nothing unless the cut falls between them. Grows as it fills;
 * what waits takes 4 bytes each, those known to be too old nothing. Not thread-safe.
 */
public final class BestOrdinals {
  private static final int INITIAL = 128;

  /** Of those that wait; where more come, they are ordered and the older are dropped. */
  private static final int MAX_UNORDERED = 1_024;

  private final int k;
  private final TieOrder order;
  private long[] heap;
  private int size;
  private int[] waiting = {};
  private int waits;
  private @Nullable NewestOrdinals newest;

  public BestOrdinals(int k, TieOrder order) {
    this.k = k;
    this.order = order;
    this.heap = new long[Math.min(k, INITIAL)];
  }

  public int capacity() {
    return k;
  }

  /** Whether there are {@code k}, so that others have to reach {@link #worst}. */
  public boolean isFull() {
    return size == k;
  }

  /** The score to reach once it is full; negative infinity before, or where there is no room. */
  public float worst() {
    return size == k && k > 0 ? FloatOrder.value(heap[0]) : Float.NEGATIVE_INFINITY;
  }

  /** Whether an ordinal with this score might be among the best. */
  public boolean accepts(float score) {
    return size < k || (k > 0 && FloatOrder.of(score) >= (int) (heap[0] >> 32));
  }

  /** Returns whether {@link #worst} may have risen. */
  public boolean offer(float score, int ordinal) {
    if (size < k) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, (int) Math.min(k, 2L * heap.length));
      }
      ScoreHeap.add(heap, size++, FloatOrder.key(score, ordinal));
      return true;
    }
    if (k == 0) {
      return false;
    }
    int bar = (int) (heap[0] >> 32);
    int mine = FloatOrder.of(score);
    if (mine > bar) {
      int pushedOut = (int) heap[0];
      ScoreHeap.replaceLeast(heap, size, FloatOrder.key(score, ordinal));
      if ((int) (heap[0] >> 32) == bar) {
        await(pushedOut);
      } else {
        waits = 0;
        newest = null;
      }
      return true;
    }
    if (mine == bar) {
      await(ordinal);
    }
    return false;
  }

  private void await(int ordinal) {
    if (newest != null) {
      newest.offer(order.time(ordinal), ordinal);
      return;
    }
    if (waits == waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(16, 2 * waits));
    }
    waiting[waits++] = ordinal;
    if (waits >= MAX_UNORDERED && waits > k) {
      var kept = new NewestOrdinals(k, order);
      for (int i = 0; i < waits; i++) {
        kept.offer(order.time(waiting[i]), waiting[i]);
      }
      waits = 0;
      newest = kept;
    }
  }

  /** What is done with an ordinal and its score. */
  @FunctionalInterface
  public interface Consumer {
    void accept(float score, int ordinal);
  }

  /** Visits all that may be among the best, those that wait included, in no order. */
  public void forEachCandidate(Consumer consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(FloatOrder.value(heap[i]), (int) heap[i]);
    }
    if (hasWaiting()) {
      float score = worst();
      forEachWaiting(ordinal -> consumer.accept(score, ordinal));
    }
  }

  /**
   * Takes these ordinals out again. What they have pushed out by a better score stays out until
   * they are offered anew.
   */
  public void remove(OrdinalBitmap ordinals) {
    var others = new BestOrdinals(k, order);
    forEachCandidate(
        (score, ordinal) -> {
          if (!ordinals.contains(ordinal)) {
            others.offer(score, ordinal);
          }
        });
    heap = others.heap;
    size = others.size;
    waiting = others.waiting;
    waits = others.waits;
    newest = others.newest;
  }

  /** Best first; those with one score by higher ordinal. */
  public RankedOrdinals ranked() {
    long[] keys = Arrays.copyOf(heap, size);
    Arrays.sort(keys);
    if (hasWaiting()) {
      settle(keys);
    }
    var ordinals = new int[size];
    var scores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      long key = keys[size - 1 - rank];
      ordinals[rank] = (int) key;
      scores[rank] = FloatOrder.value(key);
    }
    return new RankedOrdinals(ordinals, scores);
  }

  /** Gives the places of those that score as the worst does to the first of all that do. */
  private void settle(long[] ascending) {
    float score = FloatOrder.value(ascending[0]);
    int places = 1;
    while (places < ascending.length && ascending[places] >> 32 == ascending[0] >> 32) {
      places++;
    }
    var first = new NewestOrdinals(places, order);
    for (int i = 0; i < places; i++) {
      first.offer(order.time((int) ascending[i]), (int) ascending[i]);
    }
    forEachWaiting(ordinal -> first.offer(order.time(ordinal), ordinal));
    int[] chosen = first.drain();
    for (int i = 0; i < places; i++) {
      ascending[i] = FloatOrder.key(score, chosen[i]);
    }
    Arrays.sort(ascending, 0, places);
  }

  private boolean hasWaiting() {
    return waits > 0 || newest != null;
  }

  private void forEachWaiting(IntConsumer consumer) {
    for (int i = 0; i < waits; i++) {
      consumer.accept(waiting[i]);
    }
    if (newest != null) {
      newest.forEachCandidate(consumer);
    }
  }
}
