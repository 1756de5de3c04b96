package dev.mneme.index.vector;

import java.util.Arrays;

/**
 * Orders candidates by their true scores, of which it looks at as many as the estimates leave in
 * doubt. A score is an affine function of an estimate, plus what the estimate is off by; the first
 * scores tell the offset and the spread of that error, and it goes on down the list of estimates
 * until none could still be among the best by {@value #DEVIATIONS} standard deviations. So few are
 * looked at where the nearest stand out, and many where all are about as far. Holds scratch; not
 * thread-safe.
 */
final class Reranking {
  private static final double DEVIATIONS = 4;

  /** Beside the results asked for, before the first guess at the error. */
  private static final int MORE = 6;

  private double[] scores = {};
  private long[] order = {};
  private int size;

  /** The true score of the candidate at a rank of the estimates. */
  @FunctionalInterface
  interface Score {
    float of(int rank);
  }

  void clear() {
    size = 0;
  }

  /**
   * Scores from the best estimate on.
   *
   * @param estimates best first
   * @param unit what a step of the estimate is in the score, above 0
   * @param doubt what the standard deviation of the estimates is thought to be: half of it counts
   *     at least, because near points may share a code, and an error
   * @param k results wanted, at least 1
   */
  void run(Refinement estimates, double unit, double doubt, int k, Score score) {
    int all = estimates.size();
    if (scores.length < all) {
      scores = new double[all];
      order = new long[all];
    }
    size = 0;
    double sum = 0;
    double squares = 0;
    var best = new TopK(k);
    int sure = Math.min(all, k + MORE);
    for (int rank = 0; rank < all; rank++) {
      double expected = unit * estimates.estimate(rank);
      if (rank >= sure) {
        double offset = sum / rank;
        double deviation =
            Math.max(unit * doubt / 2, Math.sqrt(Math.max(0, squares / rank - offset * offset)));
        if (expected + offset + DEVIATIONS * deviation < best.worst()) {
          break;
        }
      }
      float actual = score.of(rank);
      best.offer(actual, rank);
      double error = actual - expected;
      sum += error;
      squares += error * error;
      scores[rank] = actual;
      order[size++] = FloatOrder.key(-actual, rank);
    }
    Arrays.sort(order, 0, size);
  }

  /** How many were scored. */
  int size() {
    return size;
  }

  /** The rank by estimate of the candidate at a place, best score first. */
  int rank(int place) {
    return (int) order[place];
  }

  /** Its score. */
  float score(int place) {
    return (float) scores[rank(place)];
  }
}
