package dev.mneme.request;

import dev.mneme.core.check.Require;

/** How the legs become one list. */
public sealed interface Fusion {

  /**
   * Weighted reciprocal rank fusion, sum of weight / (k + rank), ranks from 1 (Cormack et al.,
   * SIGIR 2009).
   */
  record ReciprocalRank(double k) implements Fusion {
    public ReciprocalRank {
      Require.that(
          k >= 0 && k <= 10_000,
          "the k of reciprocal rank fusion must be within 0 and 10000, not %s",
          k);
    }
  }

  /** Weighted sum of each leg's scores scaled to 0..1 over the leg's list. */
  record RelativeScore() implements Fusion {}

  static Fusion reciprocalRank() {
    return new ReciprocalRank(10);
  }

  static Fusion relativeScore() {
    return new RelativeScore();
  }
}
