package dev.mneme.index.vector.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.index.vector.score.Scorer;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotation, codes, and the estimates that come of them. */
class EncoderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64, 100, 192, 384, 448, 1_024, 1_536, 8_192, 8_256})
  void rotation_keepsNormsAndProducts(int dimensions) {
    var random = new Random(dimensions);
    var rotation = new Rotation(dimensions);
    for (int round = 0; round < 5; round++) {
      float[] a = SegmentFixture.gaussian(random, dimensions);
      float[] b = SegmentFixture.gaussian(random, dimensions);
      double norm = Scorer.norm(a);
      double product = product(a, b);
      rotation.apply(a);
      rotation.apply(b);
      assertThat(Scorer.norm(a)).isEqualTo(norm, within(1e-5 * norm));
      assertThat(product(a, b)).isEqualTo(product, within(1e-5 * norm * norm + 1e-5));
    }
  }

  /** What one dimension holds is on all of them after, about evenly. */
  @ParameterizedTest
  @ValueSource(ints = {64, 192, 384, 1_024, 8_192})
  void rotation_spreads(int dimensions) {
    var rotation = new Rotation(dimensions);
    double bound = 6 / Math.sqrt(dimensions);
    for (int axis = 0; axis < dimensions; axis += 1 + dimensions / 37) {
      var vector = new float[dimensions];
      vector[axis] = 1;
      rotation.apply(vector);
      double fourth = 0;
      for (float value : vector) {
        assertThat(Math.abs(value)).as("axis %d", axis).isLessThan((float) bound);
        fourth += Math.pow(value, 4) * dimensions;
      }
      // 3 for a Gaussian, as many as there are dimensions if nothing were spread.
      assertThat(fourth).as("axis %d", axis).isLessThan(6);
    }
  }

  @Test
  void rotations_areTheSameEveryTime() {
    float[] a = SegmentFixture.gaussian(new Random(1), 320);
    float[] b = a.clone();
    new Rotation(320).apply(a);
    new Rotation(320).apply(b);
    assertThat(a).containsExactly(b);
  }

  /** Errors of the estimated products, in units of the norms over the root of the dimensions. */
  private record Errors(double first, double firstMean, double refined, double refinedMean) {

    static Errors of(int dimensions, int planes) {
      var random = new Random(dimensions);
      int nodes = 200;
      int queries = 30;
      var layout = new CodeLayout(dimensions, planes);
      var centroid = SegmentFixture.gaussian(random, dimensions);
      var encoder = new Encoder(layout, new Rotation(dimensions), centroid);
      var first = bytes(nodes, layout.firstStride());
      var second = bytes(nodes, layout.secondStride());
      var firstTable = new CodeTable(first, 0, layout.firstRecord());
      var secondTable = new CodeTable(second, 0, layout.secondRecord());
      var points = new float[nodes][];
      for (int node = 0; node < nodes; node++) {
        points[node] = around(centroid, random);
        encoder.encode(points[node], 0.5, first, second, node);
      }
      var query = new SegmentQuery(layout, encoder);
      var kernels = CodeKernels.best();
      double[] sums = new double[4];
      for (int q = 0; q < queries; q++) {
        float[] point = around(centroid, random);
        query.set(point);
        for (int node = 0; node < nodes; node++) {
          double truth = -half(points[node], centroid) + product(point, points[node], centroid);
          var estimate = new float[1];
          kernels.estimate(query.first(), firstTable, new int[] {node}, 1, estimate);
          float addend =
              first.get(
                  LittleEndian.FLOAT, (long) node * layout.firstStride() + layout.firstAddend());
          float factor =
              second.get(
                  LittleEndian.FLOAT, (long) node * layout.secondStride() + layout.secondFactor());
          float refined =
              query.refined(
                  kernels.dot(query.first(), firstTable, node),
                  kernels.dot(query.second(), secondTable, node),
                  factor,
                  addend);
          double unit = norm(point, centroid) * norm(points[node], centroid);
          double one = (estimate[0] - truth) / unit * Math.sqrt(dimensions);
          double other = (refined - truth) / unit * Math.sqrt(dimensions);
          sums[0] += one * one;
          sums[1] += one;
          sums[2] += other * other;
          sums[3] += other;
        }
      }
      double count = nodes * queries;
      return new Errors(
          Math.sqrt(sums[0] / count), sums[1] / count, Math.sqrt(sums[2] / count), sums[3] / count);
    }

    /** So that products have the mean 0: a query that is rounded is a hundredth shorter. */
    private static float[] around(float[] centroid, Random random) {
      float[] point = SegmentFixture.gaussian(random, centroid.length);
      for (int i = 0; i < point.length; i++) {
        point[i] += centroid[i];
      }
      return point;
    }

    private static MemorySegment bytes(int nodes, int stride) {
      return MemorySegment.ofArray(new byte[nodes * stride + CodeLayout.SLACK]);
    }
  }

  /**
   * A code that keeps the share c of a vector's direction leaves an error of sqrt(1 / c^2 - 1) in
   * these units: c^2 is 2/pi with one bit, and 1 less the distortion of a Gaussian quantizer with
   * more (0.118, 0.035, 0.0115; Max, 1960). The query's own rounding adds 0.0115, and steps that
   * are not the best for fewer bits a little.
   */
  @ParameterizedTest
  @ValueSource(ints = {64, 192, 384, 1_024})
  void estimates_areUnbiasedAndAsGoodAsTheyCanBe(int dimensions) {
    double[] distortion = {1 - 2 / Math.PI, 0.1175, 0.0345, 0.0115};
    double last = Double.POSITIVE_INFINITY;
    for (int planes = 1; planes <= 4; planes++) {
      var errors = Errors.of(dimensions, planes);
      var context = dimensions + " dimensions, " + planes + " planes: " + errors;
      double kept = 1 - distortion[planes - 1];
      double theory = Math.sqrt(1 / kept - 1 + 0.0115 / kept);
      assertThat(errors.first()).as(context).isBetween(0.75 * theory, 1.35 * theory);
      assertThat(errors.firstMean()).as(context).isEqualTo(0, within(0.15 * theory + 0.01));
      assertThat(errors.refinedMean()).as(context).isEqualTo(0, within(0.03));
      assertThat(errors.refined()).as(context).isLessThanOrEqualTo(errors.first() * 1.0001);
      assertThat(errors.refined()).as(context).isLessThan(0.21);
      assertThat(errors.first()).as(context).isLessThan(last);
      last = errors.first();
    }
  }

  @Test
  void layouts_fitTheirStrides() {
    for (int dimensions = 1; dimensions <= 8_193; dimensions++) {
      var layout = CodeLayout.of(dimensions);
      assertThat(layout.dimensions()).isBetween(dimensions, dimensions + 63);
      assertThat(layout.firstAddend() + 4).isLessThanOrEqualTo(layout.firstStride());
      // A record never lies across one line more than it must.
      assertThat(64 % layout.firstStride() == 0 || layout.firstStride() % 64 == 0).isTrue();
      assertThat(layout.secondStride() % 8).isZero();
      assertThat(layout.first() + layout.second()).isEqualTo(CodeLayout.PLANES);
    }
  }

  @Test
  void pointAtTheCentroid_hasTheEstimateZero() {
    var layout = CodeLayout.of(64);
    var centroid = SegmentFixture.gaussian(new Random(3), 64);
    var encoder = new Encoder(layout, new Rotation(64), centroid);
    var first = Errors.bytes(1, 64);
    encoder.encode(centroid.clone(), 1, first, Errors.bytes(1, 16), 0);
    var query = new SegmentQuery(layout, encoder);
    query.set(SegmentFixture.gaussian(new Random(4), 64));
    var estimate = new float[] {1};
    CodeKernels.best()
        .estimate(
            query.first(),
            new CodeTable(first, 0, layout.firstRecord()),
            new int[] {0},
            1,
            estimate);
    assertThat(estimate[0]).isZero();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double product(float[] a, float[] b, float[] origin) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - origin[i]) * ((double) b[i] - origin[i]);
    }
    return sum;
  }

  private static double norm(float[] a, float[] origin) {
    return Math.sqrt(product(a, a, origin));
  }

  private static double half(float[] a, float[] origin) {
    return product(a, a, origin) / 2;
  }
}
