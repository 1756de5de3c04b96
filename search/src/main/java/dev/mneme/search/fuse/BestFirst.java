package dev.mneme.search.fuse;

import dev.mneme.index.api.TieOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Selects the best candidates: by tier, then higher score, then newer, then smaller key. Pure and
 * deterministic; a bounded heap of ints, O(candidates * log(count)) comparisons.
 */
public final class BestFirst {
  private final Candidates candidates;
  private final double[] scores;
  private final TieOrder ties;
  private final int[] tiers;

  /**
   * @param scores one a slot
   */
  public BestFirst(Candidates candidates, double[] scores, TieOrder ties) {
    this.candidates = candidates;
    this.scores = scores;
    this.ties = ties;
    this.tiers = new int[candidates.size()];
    for (int slot = 0; slot < tiers.length; slot++) {
      tiers[slot] = Tiers.of(candidates.bestPosition(slot));
    }
  }

  /** The best {@code count} slots among those kept, best first; fewer if there are fewer. */
  public int[] select(int count, IntPredicate keep) {
    var heap = new int[Math.min(count, candidates.size())];
    int size = 0;
    for (int slot = 0; slot < candidates.size() && heap.length > 0; slot++) {
      if (!keep.test(slot)) {
        continue;
      }
      if (size < heap.length) {
        heap[size] = slot;
        up(heap, size++);
      } else if (before(slot, heap[0])) {
        heap[0] = slot;
        down(heap, size);
      }
    }
    var best = Arrays.copyOf(heap, size);
    for (int left = size; left > 1; left--) { // the root is the worst: move it behind the rest
      int worst = best[0];
      best[0] = best[left - 1];
      best[left - 1] = worst;
      down(best, left - 1);
    }
    return best;
  }

  /** Whether the first slot comes before the second. */
  private boolean before(int slot, int other) {
    if (tiers[slot] != tiers[other]) {
      return tiers[slot] < tiers[other];
    }
    int byScore = Double.compare(scores[other], scores[slot]);
    if (byScore != 0) {
      return byScore < 0;
    }
    int ordinal = candidates.ordinal(slot);
    int otherOrdinal = candidates.ordinal(other);
    int byTime = Long.compare(ties.time(otherOrdinal), ties.time(ordinal));
    return byTime != 0 ? byTime < 0 : ties.key(ordinal).compareTo(ties.key(otherOrdinal)) < 0;
  }

  private void up(int[] heap, int from) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) >>> 1;
      if (!before(heap[parent], heap[child])) {
        return;
      }
      swap(heap, parent, child);
      child = parent;
    }
  }

  private void down(int[] heap, int size) {
    int parent = 0;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size && before(heap[child], heap[child + 1])) {
        child++;
      }
      if (!before(heap[parent], heap[child])) {
        return;
      }
      swap(heap, parent, child);
      parent = child;
    }
  }

  private static void swap(int[] heap, int a, int b) {
    int held = heap[a];
    heap[a] = heap[b];
    heap[b] = held;
  }
}
