package dev.mneme.index.vector.search;

import dev.mneme.index.api.FloatOrder;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.ScoreHeap;
import java.util.Arrays;

/**
 * The best {@code k} nodes or ranks of what is offered, equal scores by higher number first. A
 * binary heap of longs, score above number, with the worst kept one at the root: offering allocates
 * nothing. Results are collected by {@link dev.mneme.index.api.BestOrdinals}, which knows ties. Not
 * thread-safe.
 */
public final class TopK {
  private final long[] heap;
  private int size;

  public TopK(int k) {
    heap = new long[k];
  }

  /** Whether an offer would get in. */
  boolean accepts(float score, int ordinal) {
    return size < heap.length || (heap.length > 0 && FloatOrder.key(score, ordinal) > heap[0]);
  }

  /** Keeps the ordinal if it is among the best; offering one twice keeps it twice. */
  public void offer(float score, int ordinal) {
    long key = FloatOrder.key(score, ordinal);
    if (size < heap.length) {
      ScoreHeap.add(heap, size++, key);
    } else if (heap.length > 0 && key > heap[0]) {
      ScoreHeap.replaceLeast(heap, size, key);
    }
  }

  int capacity() {
    return heap.length;
  }

  boolean isFull() {
    return size == heap.length;
  }

  /** The score of the worst kept ordinal; only if there is one. */
  float worst() {
    return FloatOrder.value(heap[0]);
  }

  public RankedOrdinals ranked() {
    long[] sorted = Arrays.copyOf(heap, size);
    Arrays.sort(sorted);
    var ordinals = new int[size];
    var scores = new float[size];
    for (int rank = 0; rank < size; rank++) {
      long key = sorted[size - 1 - rank];
      ordinals[rank] = (int) key;
      scores[rank] = FloatOrder.value(key);
    }
    return new RankedOrdinals(ordinals, scores);
  }
}
