package dev.mneme.core.vector;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over float32 vectors. {@link #best()} picks the Vector API implementation where
 * its module is there, else the scalar one; both agree to within float rounding. Stateless and
 * thread-safe. Callers guarantee equal lengths.
 */
public interface VectorKernels {
  /** Rows that {@link #dots} takes. */
  int AT_ONCE = 4;

  /** Sum of a[i] * b[i]. */
  float dot(float[] a, float[] b);

  /** Sum of (a[i] - b[i])^2. */
  float squaredDistance(float[] a, float[] b);

  /**
   * What {@link #dot} is for a vector and each of the {@value #AT_ONCE} from {@code rows[first]}
   * on, put into {@code dots} at the same places. Each part of the vector is loaded once for all.
   */
  void dots(float[] a, float[][] rows, int first, float[] dots);

  /**
   * Sum of a[i] * b[i] with b little-endian float32 in {@code segment} at {@code offset}, a
   * multiple of 4.
   */
  float dot(float[] a, MemorySegment segment, long offset);

  /**
   * Sum of (a[i] - b[i])^2 with b in {@code segment} as for {@link #dot(float[], MemorySegment,
   * long)}.
   */
  float squaredDistance(float[] a, MemorySegment segment, long offset);

  /**
   * Sum of a[i] * b[i] in double, in one fixed order: the same bits from every implementation, on
   * every CPU, compiled or not. Eight sums, each of every eighth product, what is left after the
   * last eight goes to the first; added as ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). Several times
   * as slow as {@link #dot(float[], float[])}.
   */
  double exactDot(float[] a, float[] b);

  /** Sum of (a[i] - b[i])^2 in double, in the order of {@link #exactDot}. */
  double exactSquaredDistance(float[] a, float[] b);

  /** A short name for logs and reports, such as "simd-512" or "scalar". */
  String name();

  /** The fastest implementation that this JVM can run. */
  static VectorKernels best() {
    return BestKernels.INSTANCE;
  }

  /** The plain Java implementation, for comparison. */
  static VectorKernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /**
   * A copy scaled to length 1; a zero vector stays zero. The norm is summed in double, whose range
   * holds the square of every float: neither 1e30 nor the smallest denormal overflows or vanishes.
   */
  static float[] normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    float[] unit = vector.clone();
    if (squares == 0) {
      return unit;
    }
    double scale = 1 / Math.sqrt(squares);
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (unit[i] * scale);
    }
    return unit;
  }
}
