package dev.mneme.search.execute;

import dev.mneme.search.fuse.BestFirst;
import dev.mneme.search.fuse.Candidates;
import dev.mneme.search.fuse.Fuser;
import dev.mneme.search.fuse.MarginalRelevance;
import dev.mneme.search.fuse.Recency;
import dev.mneme.search.fuse.WeightedList;
import dev.mneme.request.Diversity;
import dev.mneme.request.SearchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the legs' lists to the order of the hits: fuse, fade by age, drop the irrelevant, select,
 * diversify. Not thread-safe.
 */
final class Ranker {
  private final SearchRequest request;
  private final Relevance relevance;
  private final FetchedMemories memories;
  private final long nowMillis;

  Ranker(SearchRequest request, Relevance relevance, FetchedMemories memories, long nowMillis) {
    this.request = request;
    this.relevance = relevance;
    this.memories = memories;
    this.nowMillis = nowMillis;
  }

  /**
   * The best {@code count} in fused order; a hit from a deeper tier scores at most what the hit
   * above it does.
   */
  Ranking rank(List<LegState> legs, int count) {
    var lists = new ArrayList<WeightedList>(legs.size());
    for (var leg : legs) {
      lists.add(new WeightedList(leg.list(), leg.plan().weight()));
    }
    var candidates = Candidates.of(lists);
    double[] scores = Fuser.score(candidates, request.fusion());
    request
        .recencyHalfLife()
        .ifPresent(
            half -> Recency.apply(scores, candidates, memories::time, nowMillis, millis(half)));
    var best = new BestFirst(candidates, scores, memories);
    int[] slots =
        request.minRelevance() > 0
            ? relevant(best, candidates, legs, count)
            : best.select(count, slot -> true);
    var ordered = new double[slots.length];
    double above = Double.POSITIVE_INFINITY;
    for (int i = 0; i < slots.length; i++) {
      above = Math.min(above, scores[slots[i]]);
      ordered[i] = above;
    }
    return new Ranking(candidates, slots, ordered);
  }

  private int[] relevant(BestFirst best, Candidates candidates, List<LegState> legs, int count) {
    var all = new int[candidates.size()];
    Arrays.setAll(all, slot -> slot);
    double[] relevances = relevance.of(candidates, legs, all);
    return best.select(count, slot -> relevances[slot] >= request.minRelevance());
  }

  /** Reorders the first {@code diversity.candidates()}; what lies behind them stays. */
  Ranking diversify(Ranking ranking, Diversity diversity, int count) {
    int pool = Math.min(diversity.candidates(), ranking.size());
    int[] slots = ranking.slots().clone();
    double[] scores = ranking.scores().clone();
    var likeness = new MemoryLikeness(memories, ranking.candidates(), slots);
    int[] picked =
        MarginalRelevance.pick(
            Arrays.copyOf(scores, pool), Math.min(pool, count), diversity.lambda(), likeness);
    for (int i = 0; i < picked.length; i++) {
      slots[i] = ranking.slots()[picked[i]];
      scores[i] = ranking.scores()[picked[i]];
    }
    int kept = picked.length < pool ? picked.length : ranking.size();
    return new Ranking(
        ranking.candidates(), Arrays.copyOf(slots, kept), Arrays.copyOf(scores, kept));
  }

  /** Also of durations that are too long for a count of nanoseconds. */
  private static double millis(Duration duration) {
    return duration.toSeconds() * 1e3 + duration.toNanosPart() / 1e6;
  }
}
