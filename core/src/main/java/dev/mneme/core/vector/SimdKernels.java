package dev.mneme.core.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API at the widest shape that the CPU prefers. Four accumulators hide the
 * latency of the fused multiply-add; what is left after the last whole vector is added one by one,
 * which never reads past the end of a mapping. Only to be linked where the module {@code
 * jdk.incubator.vector} is there.
 *
 * <p>The loops call the Vector API directly, without small helpers of their own, on purpose: the
 * API's methods are always inlined, ours are not once the compiler's node budget is spent, and a
 * vector that crosses a real call is boxed (seen: 20 ns and nothing allocated became 390 ns and 8
 * KiB when a caller had inlined several kernels).
 *
 * <p>A page of a mapped file may be gone when it is read: the file was cut, or its disk cannot read
 * a sector. HotSpot turns the signal into an {@link InternalError} where the compiled code is known
 * to read memory off the heap, and ends the process where it is not. A plain read makes it known, a
 * vector read alone does not: so every method here that reads a {@link MemorySegment} reads one
 * value of it plainly first. The line is wanted anyway, the read costs nothing.
 */
final class SimdKernels implements VectorKernels {

  static final VectorKernels INSTANCE = new SimdKernels();

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int STRIDE = 4 * LANES;

  /**
   * Two of these make the eight sums of the exact kernels; multiplied and added apart, never fused,
   * as plain Java does it.
   */
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private SimdKernels() {}

  /**
   * Whether the hardware has a fused multiply-add: on ARM always, on x86 with AVX2, which is what a
   * preferred shape of 256 bits implies. Elsewhere the JVM would emulate it exactly, thousands of
   * times slower, and the scalar kernels win.
   */
  static boolean areFast() {
    return SPECIES.vectorBitSize() >= 256 || "aarch64".equals(System.getProperty("os.arch"));
  }

  @Override
  public float dot(float[] a, float[] b) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      var a0 = FloatVector.fromArray(SPECIES, a, i);
      sum0 = a0.fma(FloatVector.fromArray(SPECIES, b, i), sum0);
      var a1 = FloatVector.fromArray(SPECIES, a, i + LANES);
      sum1 = a1.fma(FloatVector.fromArray(SPECIES, b, i + LANES), sum1);
      var a2 = FloatVector.fromArray(SPECIES, a, i + 2 * LANES);
      sum2 = a2.fma(FloatVector.fromArray(SPECIES, b, i + 2 * LANES), sum2);
      var a3 = FloatVector.fromArray(SPECIES, a, i + 3 * LANES);
      sum3 = a3.fma(FloatVector.fromArray(SPECIES, b, i + 3 * LANES), sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      var a0 = FloatVector.fromArray(SPECIES, a, i);
      sum0 = a0.fma(FloatVector.fromArray(SPECIES, b, i), sum0);
    }
    float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    for (; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public void dots(float[] a, float[][] rows, int first, float[] dots) {
    float[] b0 = rows[first];
    float[] b1 = rows[first + 1];
    float[] b2 = rows[first + 2];
    float[] b3 = rows[first + 3];
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    var more0 = sum0;
    var more1 = sum0;
    var more2 = sum0;
    var more3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % (2 * LANES); i < end; i += 2 * LANES) {
      var part = FloatVector.fromArray(SPECIES, a, i);
      sum0 = part.fma(FloatVector.fromArray(SPECIES, b0, i), sum0);
      sum1 = part.fma(FloatVector.fromArray(SPECIES, b1, i), sum1);
      sum2 = part.fma(FloatVector.fromArray(SPECIES, b2, i), sum2);
      sum3 = part.fma(FloatVector.fromArray(SPECIES, b3, i), sum3);
      var next = FloatVector.fromArray(SPECIES, a, i + LANES);
      more0 = next.fma(FloatVector.fromArray(SPECIES, b0, i + LANES), more0);
      more1 = next.fma(FloatVector.fromArray(SPECIES, b1, i + LANES), more1);
      more2 = next.fma(FloatVector.fromArray(SPECIES, b2, i + LANES), more2);
      more3 = next.fma(FloatVector.fromArray(SPECIES, b3, i + LANES), more3);
    }
    float dot0 = sum0.add(more0).reduceLanes(VectorOperators.ADD);
    float dot1 = sum1.add(more1).reduceLanes(VectorOperators.ADD);
    float dot2 = sum2.add(more2).reduceLanes(VectorOperators.ADD);
    float dot3 = sum3.add(more3).reduceLanes(VectorOperators.ADD);
    for (; i < a.length; i++) {
      dot0 += a[i] * b0[i];
      dot1 += a[i] * b1[i];
      dot2 += a[i] * b2[i];
      dot3 += a[i] * b3[i];
    }
    dots[first] = dot0;
    dots[first + 1] = dot1;
    dots[first + 2] = dot2;
    dots[first + 3] = dot3;
  }

  @Override
  public float squaredDistance(float[] a, float[] b) {
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      var d0 = FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, i));
      sum0 = d0.fma(d0, sum0);
      var d1 =
          FloatVector.fromArray(SPECIES, a, i + LANES)
              .sub(FloatVector.fromArray(SPECIES, b, i + LANES));
      sum1 = d1.fma(d1, sum1);
      var d2 =
          FloatVector.fromArray(SPECIES, a, i + 2 * LANES)
              .sub(FloatVector.fromArray(SPECIES, b, i + 2 * LANES));
      sum2 = d2.fma(d2, sum2);
      var d3 =
          FloatVector.fromArray(SPECIES, a, i + 3 * LANES)
              .sub(FloatVector.fromArray(SPECIES, b, i + 3 * LANES));
      sum3 = d3.fma(d3, sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      var d0 = FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, i));
      sum0 = d0.fma(d0, sum0);
    }
    float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    for (; i < a.length; i++) {
      float difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public float dot(float[] a, MemorySegment segment, long offset) {
    if (a.length > 0) {
      var _ = segment.get(FLOAT, offset); // see above: never without it
    }
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      var a0 = FloatVector.fromArray(SPECIES, a, i);
      sum0 =
          a0.fma(
              FloatVector.fromMemorySegment(SPECIES, segment, offset + 4L * i, LITTLE_ENDIAN),
              sum0);
      var a1 = FloatVector.fromArray(SPECIES, a, i + LANES);
      sum1 =
          a1.fma(
              FloatVector.fromMemorySegment(
                  SPECIES, segment, offset + 4L * (i + LANES), LITTLE_ENDIAN),
              sum1);
      var a2 = FloatVector.fromArray(SPECIES, a, i + 2 * LANES);
      sum2 =
          a2.fma(
              FloatVector.fromMemorySegment(
                  SPECIES, segment, offset + 4L * (i + 2 * LANES), LITTLE_ENDIAN),
              sum2);
      var a3 = FloatVector.fromArray(SPECIES, a, i + 3 * LANES);
      sum3 =
          a3.fma(
              FloatVector.fromMemorySegment(
                  SPECIES, segment, offset + 4L * (i + 3 * LANES), LITTLE_ENDIAN),
              sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      var a0 = FloatVector.fromArray(SPECIES, a, i);
      sum0 =
          a0.fma(
              FloatVector.fromMemorySegment(SPECIES, segment, offset + 4L * i, LITTLE_ENDIAN),
              sum0);
    }
    float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    for (; i < a.length; i++) {
      sum += a[i] * segment.get(FLOAT, offset + 4L * i);
    }
    return sum;
  }

  @Override
  public float squaredDistance(float[] a, MemorySegment segment, long offset) {
    if (a.length > 0) {
      var _ = segment.get(FLOAT, offset); // see above: never without it
    }
    var sum0 = FloatVector.zero(SPECIES);
    var sum1 = sum0;
    var sum2 = sum0;
    var sum3 = sum0;
    int i = 0;
    for (int end = a.length - a.length % STRIDE; i < end; i += STRIDE) {
      var d0 =
          FloatVector.fromArray(SPECIES, a, i)
              .sub(FloatVector.fromMemorySegment(SPECIES, segment, offset + 4L * i, LITTLE_ENDIAN));
      sum0 = d0.fma(d0, sum0);
      var d1 =
          FloatVector.fromArray(SPECIES, a, i + LANES)
              .sub(
                  FloatVector.fromMemorySegment(
                      SPECIES, segment, offset + 4L * (i + LANES), LITTLE_ENDIAN));
      sum1 = d1.fma(d1, sum1);
      var d2 =
          FloatVector.fromArray(SPECIES, a, i + 2 * LANES)
              .sub(
                  FloatVector.fromMemorySegment(
                      SPECIES, segment, offset + 4L * (i + 2 * LANES), LITTLE_ENDIAN));
      sum2 = d2.fma(d2, sum2);
      var d3 =
          FloatVector.fromArray(SPECIES, a, i + 3 * LANES)
              .sub(
                  FloatVector.fromMemorySegment(
                      SPECIES, segment, offset + 4L * (i + 3 * LANES), LITTLE_ENDIAN));
      sum3 = d3.fma(d3, sum3);
    }
    for (int end = SPECIES.loopBound(a.length); i < end; i += LANES) {
      var d0 =
          FloatVector.fromArray(SPECIES, a, i)
              .sub(FloatVector.fromMemorySegment(SPECIES, segment, offset + 4L * i, LITTLE_ENDIAN));
      sum0 = d0.fma(d0, sum0);
    }
    float sum = sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
    for (; i < a.length; i++) {
      float difference = a[i] - segment.get(FLOAT, offset + 4L * i);
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public double exactDot(float[] a, float[] b) {
    if (SPECIES.vectorBitSize() < 256) {
      return ScalarKernels.INSTANCE.exactDot(a, b);
    }
    var low = DoubleVector.zero(DOUBLES);
    var high = low;
    int i = 0;
    for (int end = a.length & ~7; i < end; i += 8) {
      var a0 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var b0 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, b, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
      low = low.add(a0.mul(b0));
      var a1 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i + 4).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var b1 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, b, i + 4).convertShape(VectorOperators.F2D, DOUBLES, 0);
      high = high.add(a1.mul(b1));
    }
    double sum0 = low.lane(0);
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return ((sum0 + low.lane(1)) + (low.lane(2) + low.lane(3)))
        + ((high.lane(0) + high.lane(1)) + (high.lane(2) + high.lane(3)));
  }

  @Override
  public double exactSquaredDistance(float[] a, float[] b) {
    if (SPECIES.vectorBitSize() < 256) {
      return ScalarKernels.INSTANCE.exactSquaredDistance(a, b);
    }
    var low = DoubleVector.zero(DOUBLES);
    var high = low;
    int i = 0;
    for (int end = a.length & ~7; i < end; i += 8) {
      var a0 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var b0 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, b, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var d0 = a0.sub(b0);
      low = low.add(d0.mul(d0));
      var a1 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, a, i + 4).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var b1 =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, b, i + 4).convertShape(VectorOperators.F2D, DOUBLES, 0);
      var d1 = a1.sub(b1);
      high = high.add(d1.mul(d1));
    }
    double sum0 = low.lane(0);
    for (; i < a.length; i++) {
      sum0 += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return ((sum0 + low.lane(1)) + (low.lane(2) + low.lane(3)))
        + ((high.lane(0) + high.lane(1)) + (high.lane(2) + high.lane(3)));
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "simd-%d", SPECIES.vectorBitSize());
  }
}
