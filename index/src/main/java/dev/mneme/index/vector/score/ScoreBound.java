package dev.mneme.index.vector.score;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;

/**
 * What the exact scores of vectors with one query can be at most, by one pass of a kernel over
 * each: a vector whose bound does not reach the bar need not be scored exactly. Immutable and
 * thread-safe.
 */
final class ScoreBound {
  /** Between these squared lengths no component that matters is lost to underflow or overflow. */
  private static final float SHORT = 1e-28f;

  private static final float LONG = 1e28f;

  private final Scorer scorer;
  private final Similarity similarity;
  private final VectorKernels kernels;
  private final float[] query;
  private final float[] zeros;
  private final double length;

  /**
   * @param query prepared, see {@link Scorer#prepare(float[])}
   */
  ScoreBound(Scorer scorer, Similarity similarity, VectorKernels kernels, float[] query) {
    this.scorer = scorer;
    this.similarity = similarity;
    this.kernels = kernels;
    this.query = query;
    this.zeros = new float[query.length];
    this.length = Scorer.norm(query);
  }

  /** For a prepared vector. */
  float of(float[] member) {
    return switch (similarity) {
      case EUCLIDEAN -> scorer.atMost(-kernels.squaredDistance(query, member), 0);
      case DOT -> product(kernels.dot(query, member), kernels.dot(member, member));
      case COSINE -> scorer.atMost(kernels.dot(query, member), 1);
    };
  }

  /** For a vector as the log keeps it. The distance to zeros is its length. */
  float of(MemorySegment member) {
    return switch (similarity) {
      case EUCLIDEAN -> scorer.atMost(-kernels.squaredDistance(query, member, 0), 0);
      case DOT -> product(kernels.dot(query, member, 0), kernels.squaredDistance(zeros, member, 0));
      case COSINE -> {
        float squares = kernels.squaredDistance(zeros, member, 0);
        yield squares > SHORT && squares < LONG
            ? scorer.atMost(kernels.dot(query, member, 0) / (float) Math.sqrt(squares), 1)
            : Float.POSITIVE_INFINITY;
      }
    };
  }

  private float product(float dot, float squares) {
    return squares < LONG
        ? scorer.atMost(dot, length * Math.sqrt(squares))
        : Float.POSITIVE_INFINITY;
  }
}
