package dev.mneme.index.vector;

import dev.mneme.core.vector.Similarity;
import dev.mneme.core.vector.VectorKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The one definition of a score, for the graph and for every scan: both vectors are <i>prepared</i> (scaled to length 1 for
 * the cosine, unchanged otherwise), then one kernel runs over two arrays. The same pair therefore has the same score, bit
 * for bit, whichever way found it and wherever its vector came from. Higher is better. Stateless and thread-safe.
 */
final class Scorer {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Similarity similarity;
  private final VectorKernels kernels;

  Scorer(Similarity similarity, VectorKernels kernels) {
    this.similarity = similarity;
    this.kernels = kernels;
  }

  /** The vector as it is scored; the argument itself where nothing needs to change. */
  float[] prepare(float[] raw) {
    return similarity == Similarity.COSINE ? VectorKernels.normalized(raw) : raw;
  }

  /** The same for a vector as the log keeps it. */
  float[] prepare(MemorySegment raw) {
    return prepare(raw.toArray(LITTLE_ENDIAN));
  }

  /** Of two prepared vectors of equal length. Never NaN, never -0, so that scores order like their bits. */
  float score(float[] query, float[] member) {
    float score =
        similarity == Similarity.EUCLIDEAN
            ? -kernels.squaredDistance(query, member)
            : kernels.dot(query, member);
    return Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0.0f;
  }
}
