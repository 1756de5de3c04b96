package dev.mneme.index.vector.segment;

import dev.mneme.index.vector.score.Scorer;
import dev.mneme.memory.Similarity;
import java.util.Arrays;

/**
 * Where a segment's graph lives: a Euclidean space whose nearest neighbours are the best by the
 * store's similarity. Unit vectors for the cosine. Everything scaled so that the longest member has
 * length 1 otherwise; and for dot products of members of different lengths, one more dimension that
 * lifts each to length 1, in which queries are 0 (Bachrach et al., RecSys 2014).
 *
 * @param dimension of the store's vectors
 * @param longest the greatest norm of a member, above 0
 * @param lifted whether there is one more dimension
 */
public record Space(Similarity similarity, int dimension, double longest, boolean lifted) {
  /** Norms that are closer than this count as equal. */
  private static final double EVEN = 1e-3;

  /** Up to here, and down to its inverse, factors are float numbers. */
  private static final double PLAIN = 1e18;

  public static Space of(Similarity similarity, int dimension, double shortest, double longest) {
    boolean lifted = similarity == Similarity.DOT && shortest < longest * (1 - EVEN);
    return new Space(similarity, dimension, longest, lifted);
  }

  public int dimensions() {
    return lifted ? dimension + 1 : dimension;
  }

  /**
   * Turns a raw member into a point.
   *
   * @param point the raw vector in its first places; gets the point
   * @param norm of the raw vector
   */
  public void place(float[] point, double norm) {
    double scale = similarity == Similarity.COSINE ? 1 / norm : 1 / longest;
    if (scale > 1 / PLAIN && scale < PLAIN) {
      float plain = (float) scale; // several times as fast, and far from both ends of the range
      for (int i = 0; i < dimension; i++) {
        point[i] *= plain;
      }
    } else {
      for (int i = 0; i < dimension; i++) {
        point[i] = (float) (point[i] * scale);
      }
    }
    if (lifted) {
      double length = norm / longest;
      point[dimension] = (float) Math.sqrt(Math.max(0, 1 - length * length));
    }
  }

  /**
   * Turns a prepared query into a point whose nearest members are the best.
   *
   * @param point gets it; may be longer, its other places are set to 0
   */
  public void placeQuery(float[] prepared, float[] point) {
    double scale =
        switch (similarity) {
          case COSINE -> 1;
          case DOT -> 1 / Scorer.norm(prepared); // its length changes no ranking
          case EUCLIDEAN -> 1 / longest;
        };
    for (int i = 0; i < dimension; i++) {
      point[i] = (float) (prepared[i] * scale);
    }
    Arrays.fill(point, dimension, point.length, 0);
  }

  /** What a step of the estimate of {@link Encoder} is in the score of a prepared query. */
  public double scoreUnit(float[] prepared) {
    return switch (similarity) {
      case COSINE -> 1;
      case DOT -> Scorer.norm(prepared) * longest;
      case EUCLIDEAN -> 2 * longest * longest;
    };
  }

  /** Turns a member's point into what {@link #placeQuery} makes of the member. */
  public void turnIntoQuery(float[] point) {
    if (lifted) {
      point[dimension] = 0;
      double scale = 1 / Math.max(Scorer.norm(point), Float.MIN_VALUE);
      for (int i = 0; i < dimension; i++) {
        point[i] = (float) (point[i] * scale);
      }
    }
  }
}
