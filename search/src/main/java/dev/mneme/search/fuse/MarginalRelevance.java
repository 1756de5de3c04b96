package dev.mneme.search.fuse;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): greedily picks the hit with the
 * largest {@code lambda * score - (1 - lambda) * (largest similarity to a hit picked before)}.
 * Pure; O(candidates * picks) similarities.
 */
public final class MarginalRelevance {
  private MarginalRelevance() {}

  /** How alike two candidates are, 0 to 1; symmetric. */
  @FunctionalInterface
  public interface PairSimilarity {
    double between(int candidate, int other);
  }

  /**
   * Picks from candidates {@code 0 .. scores.length - 1}, which come best first. Equal candidates
   * keep their order, so the first pick is always candidate 0.
   *
   * @param scores 0 and up; scaled so that the largest is 1, to be of the scale of the similarities
   * @param picks how many to pick; all, where there are fewer candidates
   * @return the picked candidates in the order in which they were picked
   */
  public static int[] pick(double[] scores, int picks, double lambda, PairSimilarity similarity) {
    double largest = 0;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    var order = new int[Math.min(picks, scores.length)];
    var closest = new double[scores.length];
    var picked = new boolean[scores.length];
    for (int pick = 0; pick < order.length; pick++) {
      int best = -1;
      double bestValue = Double.NEGATIVE_INFINITY;
      for (int candidate = 0; candidate < scores.length; candidate++) {
        double scaled = largest > 0 ? scores[candidate] / largest : 0;
        double value = lambda * scaled - (1 - lambda) * closest[candidate];
        if (!picked[candidate] && value > bestValue) {
          best = candidate;
          bestValue = value;
        }
      }
      picked[best] = true;
      order[pick] = best;
      for (int candidate = 0; candidate < scores.length; candidate++) {
        if (!picked[candidate]) {
          closest[candidate] = Math.max(closest[candidate], similarity.between(best, candidate));
        }
      }
    }
    return order;
  }
}
