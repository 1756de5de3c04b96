package dev.mneme.core.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API at the widest shape that the CPU prefers. Four accumulators hide the latency of the fused
 * multiply-add; what is left after the last whole vector is added one by one, which never reads past the end of a mapping.
 * Only to be linked where the module {@code jdk.incubator.vector} is there.
 */
final class SimdKernels implements VectorKernels {

  static final VectorKernels INSTANCE = new SimdKernels();

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int STRIDE = 4 * LANES;

  /**
   * Fused multiply-add where the hardware has it: on ARM always, on x86 with AVX2, which is what a preferred shape of 256
   * bits implies. Elsewhere the JVM would emulate it exactly, thousands of times slower.
   */
  private static final boolean FMA =
      SPECIES.vectorBitSize() >= 256 || "aarch64".equals(System.getProperty("os.arch"));

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private SimdKernels() {}

  @Override
  public float dot(float[] a, float[] b) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      sum0 = multiplyAdd(load(a, i), load(b, i), sum0);
      sum1 = multiplyAdd(load(a, i + LANES), load(b, i + LANES), sum1);
      sum2 = multiplyAdd(load(a, i + 2 * LANES), load(b, i + 2 * LANES), sum2);
      sum3 = multiplyAdd(load(a, i + 3 * LANES), load(b, i + 3 * LANES), sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      sum0 = multiplyAdd(load(a, i), load(b, i), sum0);
    }
    float sum = total(sum0, sum1, sum2, sum3);
    for (; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, float[] b) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      sum0 = addSquare(load(a, i).sub(load(b, i)), sum0);
      sum1 = addSquare(load(a, i + LANES).sub(load(b, i + LANES)), sum1);
      sum2 = addSquare(load(a, i + 2 * LANES).sub(load(b, i + 2 * LANES)), sum2);
      sum3 = addSquare(load(a, i + 3 * LANES).sub(load(b, i + 3 * LANES)), sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      sum0 = addSquare(load(a, i).sub(load(b, i)), sum0);
    }
    float sum = total(sum0, sum1, sum2, sum3);
    for (; i < a.length; i++) {
      float difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public float dot(float[] a, MemorySegment segment, long offset) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      sum0 = multiplyAdd(load(a, i), load(segment, offset, i), sum0);
      sum1 = multiplyAdd(load(a, i + LANES), load(segment, offset, i + LANES), sum1);
      sum2 = multiplyAdd(load(a, i + 2 * LANES), load(segment, offset, i + 2 * LANES), sum2);
      sum3 = multiplyAdd(load(a, i + 3 * LANES), load(segment, offset, i + 3 * LANES), sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      sum0 = multiplyAdd(load(a, i), load(segment, offset, i), sum0);
    }
    float sum = total(sum0, sum1, sum2, sum3);
    for (; i < a.length; i++) {
      sum += a[i] * segment.get(FLOAT, offset + (long) Float.BYTES * i);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, MemorySegment segment, long offset) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      sum0 = addSquare(load(a, i).sub(load(segment, offset, i)), sum0);
      sum1 = addSquare(load(a, i + LANES).sub(load(segment, offset, i + LANES)), sum1);
      sum2 = addSquare(load(a, i + 2 * LANES).sub(load(segment, offset, i + 2 * LANES)), sum2);
      sum3 = addSquare(load(a, i + 3 * LANES).sub(load(segment, offset, i + 3 * LANES)), sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      sum0 = addSquare(load(a, i).sub(load(segment, offset, i)), sum0);
    }
    float sum = total(sum0, sum1, sum2, sum3);
    for (; i < a.length; i++) {
      float difference = a[i] - segment.get(FLOAT, offset + (long) Float.BYTES * i);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "simd-%d", SPECIES.vectorBitSize());
  }

  private static FloatVector load(float[] values, int index) {
    return FloatVector.fromArray(SPECIES, values, index);
  }

  private static FloatVector load(MemorySegment segment, long offset, int index) {
    return FloatVector.fromMemorySegment(
        SPECIES, segment, offset + (long) Float.BYTES * index, LITTLE_ENDIAN);
  }

  private static FloatVector multiplyAdd(FloatVector a, FloatVector b, FloatVector sum) {
    return FMA ? a.fma(b, sum) : a.mul(b).add(sum);
  }

  private static FloatVector addSquare(FloatVector a, FloatVector sum) {
    return multiplyAdd(a, a, sum);
  }

  private static float total(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }
}
