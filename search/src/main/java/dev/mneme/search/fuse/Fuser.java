package dev.mneme.search.fuse;

import dev.mneme.request.Fusion;

/**
 * Scores for the union of ranked lists. Each candidate is scored by the lists as cut at the depth
 * of its {@linkplain Tiers tier}.
 *
 * <p>Weighted reciprocal rank fusion: {@code sum of weight / (k + rank)} over the lists that hold
 * the candidate (Cormack, Clarke and Buettcher, SIGIR 2009). Relative-score fusion: {@code sum of
 * weight * (score - min) / (max - min)} with min and max of the cut list; a list with one score
 * only gives 1, a list that lacks the candidate 0, and the last of a list next to nothing, but
 * more. Pure, O(candidates * lists).
 */
public final class Fuser {
  /** What is in a list has more than what is not, however it compares. */
  private static final double MEMBER = 1e-9;

  private Fuser() {}

  /** One score a slot. */
  public static double[] score(Candidates candidates, Fusion fusion) {
    var scores = new double[candidates.size()];
    for (int slot = 0; slot < scores.length; slot++) {
      int depth = Tiers.depth(Tiers.of(candidates.bestPosition(slot)));
      scores[slot] = rounded(score(candidates, slot, depth, fusion));
    }
    return scores;
  }

  private static double score(Candidates candidates, int slot, int depth, Fusion fusion) {
    double sum = 0;
    var lists = candidates.lists();
    for (int list = 0; list < lists.size(); list++) {
      int position = candidates.position(slot, list);
      if (position == 0 || position > depth) {
        continue;
      }
      double part =
          switch (fusion) {
            case Fusion.ReciprocalRank rrf -> 1 / (rrf.k() + candidates.rankAt(list, position));
            case Fusion.RelativeScore ignored ->
                scaled(lists.get(list).ranked().scores(), position, depth);
          };
      sum += lists.get(list).weight() * part;
    }
    return sum;
  }

  /**
   * To 40 bits: sums that are equal by arithmetic, such as 1/33 + 1/88 and 1/24, are ties, whatever
   * the last bits say.
   */
  private static double rounded(double score) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(score) + 0x800L) & ~0xFFFL);
  }

  /**
   * Above 0 and at most 1, also where a deeper search has come upon what a shallower one had
   * missed.
   */
  private static double scaled(float[] scores, int position, int depth) {
    double best = scores[0];
    double worst = scores[Math.min(depth, scores.length) - 1];
    return best > worst
        ? Math.clamp((scores[position - 1] - worst) / (best - worst), MEMBER, 1)
        : 1;
  }
}
