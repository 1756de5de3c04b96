package dev.mneme.core.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Plain Java kernels. Float addition may not be reordered by the compiler, so four accumulators are
 * kept by hand: they break the chain of dependent additions.
 */
final class ScalarKernels implements VectorKernels {

  static final VectorKernels INSTANCE = new ScalarKernels();

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private ScalarKernels() {}

  @Override
  public float dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (int end = a.length & ~3; i < end; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public void dots(float[] a, float[][] rows, int first, float[] dots) {
    for (int row = first; row < first + AT_ONCE; row++) {
      dots[row] = dot(a, rows[row]);
    }
  }

  @Override
  public float squaredDistance(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (int end = a.length & ~3; i < end; i += 4) {
      sum0 += square(a[i] - b[i]);
      sum1 += square(a[i + 1] - b[i + 1]);
      sum2 += square(a[i + 2] - b[i + 2]);
      sum3 += square(a[i + 3] - b[i + 3]);
    }
    for (; i < a.length; i++) {
      sum0 += square(a[i] - b[i]);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public float dot(float[] a, MemorySegment segment, long offset) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (int end = a.length & ~3; i < end; i += 4) {
      sum0 += a[i] * at(segment, offset, i);
      sum1 += a[i + 1] * at(segment, offset, i + 1);
      sum2 += a[i + 2] * at(segment, offset, i + 2);
      sum3 += a[i + 3] * at(segment, offset, i + 3);
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * at(segment, offset, i);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public float squaredDistance(float[] a, MemorySegment segment, long offset) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (int end = a.length & ~3; i < end; i += 4) {
      sum0 += square(a[i] - at(segment, offset, i));
      sum1 += square(a[i + 1] - at(segment, offset, i + 1));
      sum2 += square(a[i + 2] - at(segment, offset, i + 2));
      sum3 += square(a[i + 3] - at(segment, offset, i + 3));
    }
    for (; i < a.length; i++) {
      sum0 += square(a[i] - at(segment, offset, i));
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  public double exactDot(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    double sum5 = 0;
    double sum6 = 0;
    double sum7 = 0;
    int i = 0;
    for (int end = a.length & ~7; i < end; i += 8) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
      sum4 += (double) a[i + 4] * b[i + 4];
      sum5 += (double) a[i + 5] * b[i + 5];
      sum6 += (double) a[i + 6] * b[i + 6];
      sum7 += (double) a[i + 7] * b[i + 7];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  @Override
  public double exactSquaredDistance(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    double sum5 = 0;
    double sum6 = 0;
    double sum7 = 0;
    int i = 0;
    for (int end = a.length & ~7; i < end; i += 8) {
      sum0 += square((double) a[i] - b[i]);
      sum1 += square((double) a[i + 1] - b[i + 1]);
      sum2 += square((double) a[i + 2] - b[i + 2]);
      sum3 += square((double) a[i + 3] - b[i + 3]);
      sum4 += square((double) a[i + 4] - b[i + 4]);
      sum5 += square((double) a[i + 5] - b[i + 5]);
      sum6 += square((double) a[i + 6] - b[i + 6]);
      sum7 += square((double) a[i + 7] - b[i + 7]);
    }
    for (; i < a.length; i++) {
      sum0 += square((double) a[i] - b[i]);
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  @Override
  public String name() {
    return "scalar";
  }

  private static float at(MemorySegment segment, long offset, int index) {
    return segment.get(FLOAT, offset + (long) Float.BYTES * index);
  }

  private static float square(float value) {
    return value * value;
  }

  private static double square(double value) {
    return value * value;
  }
}
