package dev.mneme.index.vector.score;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.memory.Similarity;
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
public final class Scorer {
  private static final ValueLayout.OfFloat LITTLE_ENDIAN =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Above what float sums of some thousand terms are off by, relative to the lengths. */
  private static final double ROUNDING = 1e-5;

  /** Above what some thousand terms lose that underflow. */
  private static final double UNDERFLOW = 1e-41;

  private final Similarity similarity;
  private final VectorKernels kernels;

  public Scorer(Similarity similarity, VectorKernels kernels) {
    this.similarity = similarity;
    this.kernels = kernels;
  }

  /**
   * Whether members can score differently with this query: all score 0 with a zero one, unless
   * distance counts.
   */
  public boolean tellsApart(float[] query) {
    if (similarity == Similarity.EUCLIDEAN) {
      return true;
    }
    for (float value : query) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** The vector as it is scored; the argument itself where nothing needs to change. */
  public float[] prepare(float[] raw) {
    return similarity == Similarity.COSINE ? VectorKernels.normalized(raw) : raw;
  }

  /** The same for a vector as the log keeps it. */
  public float[] prepare(MemorySegment raw) {
    return prepare(raw.toArray(LITTLE_ENDIAN));
  }

  /** Of two prepared vectors of equal length, within float rounding. Never NaN, never -0. */
  public float fast(float[] query, float[] member) {
    return ordered(
        similarity == Similarity.EUCLIDEAN
            ? -kernels.squaredDistance(query, member)
            : kernels.dot(query, member));
  }

  /**
   * Of two prepared vectors of equal length. Never NaN, never -0. Several times as slow as {@link
   * #fast}.
   */
  public float exact(float[] query, float[] member) {
    return ordered(
        (float)
            (similarity == Similarity.EUCLIDEAN
                ? -kernels.exactSquaredDistance(query, member)
                : kernels.exactDot(query, member)));
  }

  /** What scores with this prepared query can be at most. */
  ScoreBound bound(float[] query) {
    return new ScoreBound(this, similarity, kernels, query);
  }

  /**
   * What {@link #exact} can be at most where {@link #fast} was this. A product of long vectors may
   * be next to nothing and still be off by what its terms are.
   *
   * @param lengths of both vectors, multiplied, or more; of no matter to distances, whose terms all
   *     have one sign
   */
  public float atMost(float fast, double lengths) {
    boolean distance = similarity == Similarity.EUCLIDEAN;
    if (!Float.isFinite(fast)) {
      // A product without a finite value says nothing; a distance without one is the farthest.
      return distance ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    double scale = distance ? Math.abs((double) fast) : lengths;
    return (float) (fast + ROUNDING * scale + UNDERFLOW);
  }

  /**
   * As {@link #fast(float[], float[])} for a member as the log keeps it.
   *
   * @param scale what prepares the member: 1 / its length for the cosine, else 1
   */
  public float fast(float[] query, MemorySegment member, double scale) {
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
  public float exact(float[] query, MemorySegment member, double scale, float[] scratch) {
    MemorySegment.copy(member, LITTLE_ENDIAN, 0, scratch, 0, scratch.length);
    if (similarity == Similarity.COSINE) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = (float) (scratch[i] * scale); // what VectorKernels.normalized does
      }
    }
    return exact(query, scratch);
  }

  /** The length of a vector, summed in double. */
  public static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** So that scores order like their bits. */
  private static float ordered(float score) {
    return Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0.0f;
  }
}
