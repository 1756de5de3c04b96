package dev.mneme.springai;

import dev.mneme.memory.Embedding;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Hit;
import java.util.OptionalDouble;

/**
 * What Spring AI means by a score, of what Mneme means by relevance. Where a query has a vector and
 * vectors are compared by cosine, a score is the cosine, -1 to 1, as in Spring's own {@code
 * SimpleVectorStore}; else it is the relevance, 0 to 1. Immutable.
 *
 * @param isCosine whether scores are cosines
 */
record Scores(boolean isCosine) {

  static Scores of(boolean queryHasVector, Similarity similarity) {
    return new Scores(queryHasVector && similarity == Similarity.COSINE);
  }

  /** Higher is more similar. A memory that only words found is graded on the same scale. */
  double score(Hit hit) {
    return isCosine ? 2 * hit.relevance() - 1 : hit.relevance();
  }

  /** One minus the cosine, where query and memory both have a vector with a direction. */
  OptionalDouble distance(Hit hit) {
    boolean hasDirection = hit.memory().embedding().filter(Scores::hasDirection).isPresent();
    return isCosine && hasDirection ? OptionalDouble.of(1 - score(hit)) : OptionalDouble.empty();
  }

  private static boolean hasDirection(Embedding embedding) {
    return !embedding.isZero();
  }

  /**
   * The least relevance that reaches a threshold.
   *
   * @param threshold 0, which accepts every score, to 1
   */
  double minRelevance(double threshold) {
    if (threshold == 0) {
      return 0;
    }
    return isCosine ? (1 + threshold) / 2 : threshold;
  }
}
