package dev.mneme.index.vector;

import dev.mneme.core.model.InvalidRequest;

/**
 * How hard a graph search tries: until so many candidates are kept, or as its calibration says for
 * a recall.
 *
 * @param ef candidates to keep at least; 0 where {@code recall} decides
 * @param recall the share of the true nearest ten to be found on average, above 0 and at most 1
 */
public record SearchEffort(int ef, double recall) {
  /** What is promised where nothing else is asked for. */
  public static final double DEFAULT_RECALL = 0.99;

  public SearchEffort {
    InvalidRequest.require(ef >= 0, "ef must not be negative: %d", ef);
    InvalidRequest.require(
        recall > 0 && recall <= 1, "the recall must be above 0 and at most 1, not %s", recall);
  }

  /** As many candidates, however good that is. */
  public static SearchEffort ofEf(int ef) {
    return new SearchEffort(ef, DEFAULT_RECALL);
  }

  /** As many candidates as that takes. */
  public static SearchEffort ofRecall(double recall) {
    return new SearchEffort(0, recall);
  }

  /** For a segment; 0 for its default. */
  int in(SealedSegment segment) {
    return ef > 0 || recall == DEFAULT_RECALL ? ef : segment.depthFor(recall);
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
