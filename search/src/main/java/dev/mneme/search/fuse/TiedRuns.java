package dev.mneme.search.fuse;

import dev.mneme.memory.MemoryKey;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.stream.IntStream;

/**
 * Puts members that score alike into the order of ties where it matters: where a list is cut at the
 * depth of a {@linkplain Tiers tier} between them.
 */
public final class TiedRuns {
  private TiedRuns() {}

  /** The list itself where no tie lies across such a depth. O(size), more only for those ties. */
  public static RankedOrdinals settled(RankedOrdinals ranked, TieOrder order) {
    int[] ordinals = ranked.ordinals();
    float[] scores = ranked.scores();
    int[] settled = ordinals;
    int done = 0;
    for (int tier = 0, cut = Tiers.depth(0); cut < scores.length; cut = Tiers.depth(++tier)) {
      if (cut >= done && scores[cut - 1] == scores[cut]) {
        int from = cut - 1;
        while (from > 0 && scores[from - 1] == scores[cut]) {
          from--;
        }
        done = cut + 1;
        while (done < scores.length && scores[done] == scores[cut]) {
          done++;
        }
        settled = settled == ordinals ? ordinals.clone() : settled;
        sort(settled, from, done, order);
      }
    }
    return settled == ordinals ? ranked : new RankedOrdinals(settled, scores);
  }

  private static void sort(int[] ordinals, int from, int to, TieOrder order) {
    var keys = new HashMap<Integer, MemoryKey>();
    int[] sorted =
        IntStream.range(from, to)
            .mapToObj(i -> ordinals[i])
            .sorted(
                Comparator.<Integer>comparingLong(order::time)
                    .reversed()
                    .thenComparing(ordinal -> keys.computeIfAbsent(ordinal, order::key)))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(sorted, 0, ordinals, from, sorted.length);
  }
}
