package dev.mneme.index.api;

/**
 * The moves of a binary heap of keys, as {@link FloatOrder} makes them of scores and numbers, with
 * the least at the root. The heap is the caller's array; nothing is allocated. Stateless.
 */
public final class ScoreHeap {
  private ScoreHeap() {}

  /** Puts a key into a heap that has {@code from} keys; it has one more then. */
  public static void add(long[] heap, int from, long key) {
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

  /** Puts a key in the place of the least of {@code size} keys. */
  public static void replaceLeast(long[] heap, int size, long key) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (key <= heap[child]) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = key;
  }
}
