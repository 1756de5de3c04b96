package dev.mneme.core.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.core.jvm.JvmFlags;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation against sums in double. */
class VectorKernelsTest {

  private static final int MAX_DIMENSION = 1_537;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  static Stream<VectorKernels> kernels() {
    return Stream.of(VectorKernels.scalar(), VectorKernels.best());
  }

  @Test
  void best_isSimdExactlyWhereTheVectorApiIs() {
    assertThat(VectorKernels.best().name())
        .matches(JvmFlags.hasVectorApi() && SimdKernels.areFast() ? "simd-\\d+" : "scalar");
    assertThat(VectorKernels.scalar().name()).isEqualTo("scalar");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void smallIntegers_areExactAtEveryDimension(VectorKernels kernels) {
    for (int dimension = 1; dimension <= 200; dimension++) {
      float[] a = ramp(dimension, 1);
      float[] b = ramp(dimension, 3);
      float dot = IntStream.range(0, dimension).map(i -> (i % 7 + 1) * (i % 7 + 3)).sum();
      assertThat(kernels.dot(a, b)).as("dimension %d", dimension).isEqualTo(dot);
      assertThat(kernels.squaredDistance(a, b))
          .as("dimension %d", dimension)
          .isEqualTo(4f * dimension);
      assertThat(kernels.squaredDistance(a, a)).isZero();
      float[][] rows = {b, a, b, new float[dimension], b};
      var dots = new float[5];
      kernels.dots(a, rows, 1, dots);
      assertThat(dots)
          .as("dimension %d", dimension)
          .containsExactly(0, kernels.dot(a, a), dot, 0, dot);
      var segment = segment(b, 4);
      assertThat(kernels.dot(a, segment, 4)).as("dimension %d", dimension).isEqualTo(dot);
      assertThat(kernels.squaredDistance(a, segment, 4)).isEqualTo(4f * dimension);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void randomVectors_matchDoubleSums(VectorKernels kernels) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      int dimension = 1 + random.nextInt(MAX_DIMENSION);
      float[] a = gaussian(random, dimension);
      float[] b = gaussian(random, dimension);
      check(kernels, a, b, "seed " + seed + " round " + round + " dimension " + dimension);
    }
  }

  private static void check(VectorKernels kernels, float[] a, float[] b, String context) {
    double dot = 0;
    double dotMagnitude = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      dotMagnitude += Math.abs((double) a[i] * b[i]);
      distance += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    // Rounding error of a sum is bounded by the sum of magnitudes times a few units in the last
    // place per partial sum.
    var dotError = within((float) (dotMagnitude * 1e-5 + 1e-30));
    var distanceError = within((float) (distance * 1e-5 + 1e-30));
    assertThat(kernels.dot(a, b)).as(context).isEqualTo((float) dot, dotError);
    assertThat(kernels.squaredDistance(a, b))
        .as(context)
        .isEqualTo((float) distance, distanceError);
    for (long offset : new long[] {0, 4, 12, 64}) {
      var segment = segment(b, offset);
      assertThat(kernels.dot(a, segment, offset)).as(context).isEqualTo((float) dot, dotError);
      assertThat(kernels.squaredDistance(a, segment, offset))
          .as(context)
          .isEqualTo((float) distance, distanceError);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void nativeSegment_givesWhatTheArrayGives(VectorKernels kernels) {
    var random = new Random(7);
    float[] a = gaussian(random, 387);
    float[] b = gaussian(random, 387);
    try (var arena = Arena.ofConfined()) {
      var segment = arena.allocate(8 + 4L * b.length, 4);
      MemorySegment.copy(b, 0, segment, FLOAT, 8, b.length);
      assertThat(kernels.dot(a, segment, 8)).isEqualTo(kernels.dot(a, b));
      assertThat(kernels.squaredDistance(a, segment, 8)).isEqualTo(kernels.squaredDistance(a, b));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void segmentThatEndsBeforeTheVector_isRefused(VectorKernels kernels) {
    float[] a = ramp(33, 1);
    var segment = segment(ramp(32, 1), 0);
    assertThatThrownBy(() -> kernels.dot(a, segment, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.squaredDistance(a, segment, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void exactSums_haveTheSameBitsInEveryImplementation() {
    for (long seed = 1; seed <= 2_000; seed++) {
      var random = new Random(seed);
      int dimension = 1 + random.nextInt(200);
      var a = new float[dimension];
      var b = new float[dimension];
      double dot = 0;
      double distance = 0;
      for (int i = 0; i < dimension; i++) {
        a[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
        b[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
        dot += (double) a[i] * b[i];
        distance += Math.pow((double) a[i] - b[i], 2);
      }
      var context = "seed " + seed + ", dimension " + dimension;
      var best = VectorKernels.best();
      var scalar = VectorKernels.scalar();
      assertThat(best.exactDot(a, b)).as(context).isEqualTo(scalar.exactDot(a, b));
      assertThat(best.exactSquaredDistance(a, b))
          .as(context)
          .isEqualTo(scalar.exactSquaredDistance(a, b));
      assertThat(scalar.exactDot(a, b))
          .as(context)
          .isCloseTo(dot, Offset.offset(1e-6 * distance + 1e-9));
      assertThat(scalar.exactSquaredDistance(a, b))
          .as(context)
          .isCloseTo(distance, Offset.offset(1e-9 * distance));
    }
  }

  @Test
  void normalized_hasLengthOneAndTheSameDirection() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (float scale : new float[] {1, 1e30f, Float.MAX_VALUE / 8, 1e-30f, 1e-38f}) {
      float[] vector = gaussian(random, 1 + random.nextInt(MAX_DIMENSION));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
      float[] unit = VectorKernels.normalized(vector);
      assertThat(length(unit)).as("seed %d scale %s", seed, scale).isEqualTo(1, within(1e-6));
      assertThat((double) VectorKernels.scalar().dot(unit, scaled(vector, 1 / length(vector))))
          .as("seed %d scale %s", seed, scale)
          .isEqualTo(1, within(1e-5));
    }
  }

  @Test
  void normalized_keepsTheInputAsItWas() {
    float[] vector = {3, 4};
    assertThat(VectorKernels.normalized(vector)).containsExactly(0.6f, 0.8f);
    assertThat(vector).containsExactly(3, 4);
  }

  @Test
  void normalized_extremes() {
    assertThat(VectorKernels.normalized(new float[] {0, -0f, 0})).containsExactly(0, -0f, 0);
    assertThat(VectorKernels.normalized(new float[] {Float.MIN_VALUE, 0})).containsExactly(1, 0);
    assertThat(VectorKernels.normalized(new float[] {0, -Float.MAX_VALUE})).containsExactly(0, -1);
    assertThat(length(VectorKernels.normalized(new float[] {Float.MAX_VALUE, Float.MAX_VALUE})))
        .isEqualTo(1, within(1e-6));
  }

  private static float[] ramp(int dimension, int start) {
    var values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = i % 7 + start;
    }
    return values;
  }

  private static float[] gaussian(Random random, int dimension) {
    var values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] scaled(float[] vector, double factor) {
    var values = new float[vector.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (vector[i] * factor);
    }
    return values;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static MemorySegment segment(float[] values, long offset) {
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(offset + 4L * values.length)]);
    MemorySegment.copy(values, 0, segment, FLOAT, offset, values.length);
    return segment;
  }
}
