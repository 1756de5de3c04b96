package dev.mneme.index.vector.search;

import dev.mneme.index.api.FloatOrder;
import java.util.Arrays;

/**
 * Orders candidates by their true scores, of which it looks at as many as the estimates leave in
 * doubt. A score is an affine function of an estimate, plus what the estimate is off by; the first
 * scores tell the offset and the spread of that error, and it goes on down the list of estimates
 * until none could still be among the best by {@value #DEVIATIONS} standard deviations. So few are
 * looked at where the nearest stand out, and many where all are about as far. Holds scratch; not
 * thread-safe.
 */
public final class Reranking {
  private static final double DEVIATIONS = 4;

  /** Beside the results asked for, before the first guess at the error. */
  private static final int MORE = 6;

  /** Candidates that are scored together, so that their reads overlap. */
  private static final int BLOCK = 8;

  private float[] scores = {};
  private long[] order = {};
  private int size;

  /** The true scores of the candidates at some ranks of the estimates. */
  @FunctionalInterface
  public interface Scores {
    /**
     * Puts the scores of the ranks {@code from} to {@code to} - 1 into the array at these places.
     */
    void of(int from, int to, float[] into);
  }

  /**
   * What is asked of the estimates.
   *
   * @param unit what a step of the estimate is in the score, above 0
   * @param doubt what the standard deviation of the estimates is thought to be: half of it counts
   *     at least, because near points may share a code, and an error
   * @param k so many are scored, where there is no bar
   * @param results of how many, at least 1, none may be missed, as far as the error tells
   * @param bar a score that the results have to reach; negative infinity if any will do
   */
  public record Question(double unit, double doubt, int k, int results, float bar) {
    private boolean hasBar() {
      return bar > Float.NEGATIVE_INFINITY;
    }

    /** How many are scored before the first guess at the error. */
    private int sample() {
      return (hasBar() ? Math.min(k, results) : Math.max(k, results)) + MORE;
    }
  }

  void clear() {
    size = 0;
  }

  /**
   * Scores from the best estimate on.
   *
   * @param estimates best first
   */
  public void run(Refinement estimates, Question question, Scores scorer) {
    int all = estimates.size();
    if (scores.length < all) {
      scores = new float[all];
      order = new long[all];
    }
    double sum = 0;
    double squares = 0;
    var best = new TopK(Math.min(question.results(), all));
    int to = Math.min(all, question.sample());
    size = 0;
    while (true) {
      scorer.of(size, to, scores);
      for (; size < to; size++) {
        float actual = scores[size];
        best.offer(actual, size);
        double error = actual - question.unit() * estimates.estimate(size);
        sum += error;
        squares += error * error;
        order[size] = FloatOrder.key(-actual, size);
      }
      if (size == all) {
        break;
      }
      double offset = sum / size;
      double deviation =
          Math.max(
              question.unit() * question.doubt() / 2,
              Math.sqrt(Math.max(0, squares / size - offset * offset)));
      double expected = question.unit() * estimates.estimate(size) + offset;
      double hoped = expected + DEVIATIONS * deviation;
      boolean isHopeless = hoped < Math.max(best.worst(), question.bar());
      if (isHopeless && (!question.hasBar() || expected < question.bar())) {
        break;
      }
      to = Math.min(all, size + BLOCK);
    }
    Arrays.sort(order, 0, size);
  }

  /** How many were scored. */
  public int size() {
    return size;
  }

  /** The rank by estimate of the candidate at a place, best score first. */
  public int rank(int place) {
    return (int) order[place];
  }

  /** Its score. */
  float score(int place) {
    return scores[rank(place)];
  }
}
