package dev.mneme.index.vector.search;

import dev.mneme.core.check.Require;

/**
 * How hard a graph search tries: until so many candidates are kept, or as its calibration says for
 * a recall.
 *
 * @param ef candidates to keep at least; 0 where {@code recall} decides
 * @param recall the share of the true nearest to be found on average, above 0 and at most 1
 * @param results how many nearest that is about, at least 1; a longer list owes no more
 */
public record SearchEffort(int ef, double recall, int results) {
  /** What is promised where nothing else is asked for. */
  public static final double DEFAULT_RECALL = 0.99;

  private static final int DEFAULT_RESULTS = 10;

  public SearchEffort {
    Require.that(results > 0, "results must be positive: %d", results);
    Require.that(ef >= 0, "ef must not be negative: %d", ef);
    Require.that(
        recall > 0 && recall <= 1, "the recall must be above 0 and at most 1, not %s", recall);
  }

  /** As many candidates, however good that is. */
  public static SearchEffort ofEf(int ef) {
    return new SearchEffort(ef, DEFAULT_RECALL, DEFAULT_RESULTS);
  }

  /** As many candidates as that takes for the nearest ten. */
  public static SearchEffort ofRecall(double recall) {
    return ofRecall(recall, DEFAULT_RESULTS);
  }

  /** As many candidates as that takes for so many nearest. */
  public static SearchEffort ofRecall(double recall, int results) {
    return new SearchEffort(0, recall, results);
  }

  /** The same for so many nearest. */
  public SearchEffort owing(int most) {
    return new SearchEffort(ef, recall, most);
  }

  /**
   * Candidates where nothing is calibrated, as in the live graph: 100 found 0.99 on 100,000
   * sentence embeddings, and live graphs are smaller.
   */
  public int estimatedEf() {
    if (ef > 0) {
      return ef;
    }
    if (recall > 0.995) {
      return recall > 0.999 ? 800 : 300;
    }
    return recall > DEFAULT_RECALL ? 200 : recall > 0.95 ? 100 : 50;
  }
}
