package dev.mneme.index.vector;

import dev.mneme.core.vector.Similarity;
import dev.mneme.core.vector.VectorKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The one definition of a score. Both vectors are <i>prepared</i>: scaled to length 1 for the
 * cosine, unchanged otherwise. Higher is better. Stateless and thread-safe.
 *
 * <p>{@link #fast} runs a kernel, whose order of summation depends on the CPU, on flags, and even
 * on whether the JIT has compiled it yet: the same pair may score a few units in the last place
 * apart. It steers traversals and sifts candidates. {@link #exact} sums in double in a fixed order;
 * every score that leaves the view comes from it. So the same pair has the same score, bit for bit,
 * whichever way and wherever it was found, and equal vectors tie.
 */
final class Scorer {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Above what float sums of some thousand terms are off by. */
  private static final float ROUNDING = 1e-5f;

  /** Between these squared lengths no component that matters is lost to underflow or overflow. */
  private static final float SHORT = 1e-28f;

  private static final float LONG = 1e28f;

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

  /** Of two prepared vectors of equal length, within float rounding. Never NaN, never -0. */
  float fast(float[] query, float[] member) {
    return ordered(
        similarity == Similarity.EUCLIDEAN
            ? -kernels.squaredDistance(query, member)
            : kernels.dot(query, member));
  }

  /**
   * The same for a member as the log keeps it. Infinite where the vector is so short or long that
   * only {@link #exact} can tell.
   *
   * @param zeros as many as the query has components: the distance to them is the vector's length
   */
  float fast(float[] query, MemorySegment member, float[] zeros) {
    return switch (similarity) {
      case EUCLIDEAN -> ordered(-kernels.squaredDistance(query, member, 0));
      case DOT -> ordered(kernels.dot(query, member, 0));
      case COSINE -> {
        float squares = kernels.squaredDistance(zeros, member, 0);
        yield squares > SHORT && squares < LONG
            ? ordered(kernels.dot(query, member, 0) / (float) Math.sqrt(squares))
            : Float.POSITIVE_INFINITY;
      }
    };
  }

  /**
   * Of two prepared vectors of equal length. Never NaN, never -0. Several times as slow as {@link
   * #fast}.
   */
  float exact(float[] query, float[] member) {
    return ordered(
        (float)
            (similarity == Similarity.EUCLIDEAN
                ? -kernels.exactSquaredDistance(query, member)
                : kernels.exactDot(query, member)));
  }

  /**
   * What a vector has to reach by {@link #fast} so that it may reach {@code worst} by {@link
   * #exact}.
   */
  float reach(float worst) {
    float scale = similarity == Similarity.COSINE ? 1 : Math.abs(worst);
    return Float.isInfinite(worst) ? worst : worst - ROUNDING * scale;
  }

  /**
   * As {@link #fast(float[], float[])} for a member as the log keeps it.
   *
   * @param scale what prepares the member: 1 / its length for the cosine, else 1
   */
  float fast(float[] query, MemorySegment member, double scale) {
    return ordered(
        similarity == Similarity.EUCLIDEAN
            ? -kernels.squaredDistance(query, member, 0)
            : (float) (kernels.dot(query, member, 0) * scale));
  }

  /**
   * As {@link #exact(float[], float[])} for a member as the log keeps it.
   *
   * @param scale as for {@link #fast(float[], MemorySegment, double)}
   * @param scratch as long as the query
   */
  float exact(float[] query, MemorySegment member, double scale, float[] scratch) {
    MemorySegment.copy(member, LITTLE_ENDIAN, 0, scratch, 0, scratch.length);
    if (similarity == Similarity.COSINE) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = (float) (scratch[i] * scale); // what VectorKernels.normalized does
      }
    }
    return exact(query, scratch);
  }

  /** So that scores order like their bits. */
  private static float ordered(float score) {
    return Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0.0f;
  }
}
