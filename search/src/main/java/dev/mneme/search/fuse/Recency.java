package dev.mneme.search.fuse;

import java.util.function.IntToLongFunction;

/**
 * Scores that fade with age: multiplied by {@code 0.5 ^ (age / halfLife)}; what lies in the future
 * does not fade. Pure.
 */
public final class Recency {
  private Recency() {}

  /**
   * Changes {@code scores}, one a slot, in place. Times are epoch milliseconds by ordinal; the
   * half-life is more than 0 milliseconds.
   */
  public static void apply(
      double[] scores,
      Candidates candidates,
      IntToLongFunction time,
      long nowMillis,
      double halfLifeMillis) {
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] *=
          factor(nowMillis - time.applyAsLong(candidates.ordinal(slot)), halfLifeMillis);
    }
  }

  /** Within 0 and 1. */
  public static double factor(long ageMillis, double halfLifeMillis) {
    return ageMillis <= 0 ? 1 : Math.pow(0.5, ageMillis / halfLifeMillis);
  }
}
