package dev.mneme.index.text;

import dev.mneme.index.api.RankedOrdinals;
import java.util.Arrays;

/**
 * The best {@code k} of what is offered, by score and then by higher ordinal. A binary heap of
 * longs with the worst on top, score bits above ordinal, which sort like the pairs because scores
 * are not negative. Grows as it fills. Not thread-safe.
 */
final class TopOrdinals {
  private static final int INITIAL = 128;

  private final int k;
  private long[] heap;
  private int size;

  TopOrdinals(int k) {
    this.k = k;
    this.heap = new long[Math.min(k, INITIAL)];
  }

  boolean isFull() {
    return size == k;
  }

  /** The score to reach once it is full. */
  float worstScore() {
    return Float.intBitsToFloat((int) (heap[0] >>> 32));
  }

  int worstOrdinal() {
    return (int) heap[0];
  }

  /** Whether the offer was taken. */
  boolean offer(int ordinal, float score) {
    long key = ((long) Float.floatToRawIntBits(score) << 32) | ordinal;
    if (size < k) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, Math.min(k, heap.length * 2));
      }
      siftUp(size++, key);
      return true;
    }
    if (key <= heap[0]) {
      return false;
    }
    siftDown(key);
    return true;
  }

  private void siftUp(int from, long key) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap[parent] <= key) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = key;
  }

  private void siftDown(long key) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= key) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = key;
  }

  RankedOrdinals ranked() {
    long[] keys = Arrays.copyOf(heap, size);
    Arrays.sort(keys);
    var ordinals = new int[size];
    var scores = new float[size];
    for (int i = 0; i < size; i++) {
      long key = keys[size - 1 - i];
      ordinals[i] = (int) key;
      scores[i] = Float.intBitsToFloat((int) (key >>> 32));
    }
    return new RankedOrdinals(ordinals, scores);
  }
}
