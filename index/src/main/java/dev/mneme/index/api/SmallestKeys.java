package dev.mneme.index.api;

import dev.mneme.memory.MemoryKey;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The ordinals of the {@code k} smallest keys of what is offered. O(log k) an offer at most; holds
 * no more than {@code k} keys. Not thread-safe.
 */
public final class SmallestKeys {
  private final int k;
  private final PriorityQueue<Keyed> largestFirst =
      new PriorityQueue<>(Comparator.comparing(Keyed::key).reversed());

  private record Keyed(MemoryKey key, int ordinal) {}

  public SmallestKeys(int k) {
    this.k = k;
  }

  public void offer(MemoryKey key, int ordinal) {
    if (largestFirst.size() < k) {
      largestFirst.add(new Keyed(key, ordinal));
    } else if (k > 0 && key.compareTo(largestFirst.element().key) < 0) {
      largestFirst.remove();
      largestFirst.add(new Keyed(key, ordinal));
    }
  }

  /** Ascending by key. Empties this. */
  public int[] drain() {
    var ordinals = new int[largestFirst.size()];
    for (int i = ordinals.length - 1; i >= 0; i--) {
      ordinals[i] = largestFirst.remove().ordinal;
    }
    return ordinals;
  }
}
