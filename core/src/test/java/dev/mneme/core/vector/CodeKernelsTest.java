package dev.mneme.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels over codes against plain loops over integers, and against each other bit for bit. */
class CodeKernelsTest {
  private static final int SLACK = 64;
  private static final int[] DIMENSIONS = {
    64, 128, 192, 256, 320, 448, 512, 576, 1_024, 1_536, 4_096, 8_192
  };

  /** Records of random bits, with the integers that they stand for. */
  private record Records(CodeTable table, int[][] codes, float[] factors, float[] addends) {

    static Records random(Random random, int dimensions, int planes, int count) {
      int codes = 8 * random.nextInt(3);
      int factor = codes + planes * dimensions / Byte.SIZE;
      int stride = (factor + 8 + 15) / 16 * 16;
      int start = 64 * random.nextInt(3);
      var bytes = new byte[start + stride * count + SLACK];
      random.nextBytes(bytes);
      var segment = MemorySegment.ofArray(bytes);
      var table =
          new CodeTable(
              segment,
              start,
              new CodeRecord(stride, codes, planes * dimensions / Long.SIZE, factor, factor + 4));
      var values = new int[count][dimensions];
      var factors = new float[count];
      var addends = new float[count];
      for (int node = 0; node < count; node++) {
        int at = start + node * stride;
        factors[node] = (float) random.nextGaussian();
        addends[node] = (float) random.nextGaussian();
        segment.set(ScalarCodeKernels.FLOAT, at + factor, factors[node]);
        segment.set(ScalarCodeKernels.FLOAT, at + factor + 4, addends[node]);
        for (int i = 0; i < dimensions; i++) {
          for (int plane = 0; plane < planes; plane++) {
            int octet = bytes[at + codes + plane * dimensions / Byte.SIZE + i / Byte.SIZE];
            values[node][i] = 2 * values[node][i] + (octet >> i % Byte.SIZE & 1);
          }
        }
      }
      return new Records(table, values, factors, addends);
    }
  }

  static Stream<CodeKernels> kernels() {
    return Stream.of(CodeKernels.scalar(), CodeKernels.best());
  }

  @Test
  void best_isSimdWhereTheVectorKernelsAre() {
    boolean simd = VectorKernels.best() != VectorKernels.scalar();
    assertThat(CodeKernels.best() != CodeKernels.scalar()).isEqualTo(simd);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dotOfTwoCodes_isTheSumOfProducts_theFirstLessEight(CodeKernels kernels) {
    for (int dimensions : DIMENSIONS) {
      long seed = 77L * dimensions;
      var random = new Random(seed);
      int words = 4 * dimensions / Long.SIZE;
      var codes = new long[2 * words + 8];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = random.nextLong();
      }
      var query = new BitQuery(dimensions, 4);
      query.setCode(codes, 0);
      int expected = 0;
      int total = 0;
      for (int i = 0; i < dimensions; i++) {
        int less = code(codes, 0, dimensions, i) - 8;
        expected += less * code(codes, words, dimensions, i);
        total += less;
      }
      assertThat(kernels.dot(query, codes, words)).as("seed %d", seed).isEqualTo(expected);
      assertThat(query.total()).as("seed %d", seed).isEqualTo(total);
    }
  }

  private static int code(long[] codes, int from, int dimensions, int i) {
    int code = 0;
    for (int plane = 0; plane < 4; plane++) {
      long word = codes[from + plane * dimensions / Long.SIZE + i / Long.SIZE];
      code = 2 * code + (int) (word >>> i & 1);
    }
    return code;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void dot_isTheSumOfProductsOfIntegers(CodeKernels kernels) {
    for (int dimensions : DIMENSIONS) {
      for (int planes = 1; planes <= 4; planes++) {
        long seed = 31L * dimensions + planes;
        var random = new Random(seed);
        var records = Records.random(random, dimensions, planes, 3);
        var query = new BitQuery(dimensions, planes);
        float[] rotated = gaussian(random, dimensions);
        query.set(rotated);
        for (int node = 0; node < 3; node++) {
          int dot = 0;
          for (int i = 0; i < dimensions; i++) {
            dot += rounded(rotated[i], query.step) * records.codes[node][i];
          }
          assertThat(kernels.dot(query, records.table, node)).as("seed %d", seed).isEqualTo(dot);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void estimate_isTheFormulaOverTheIntegers(CodeKernels kernels) {
    for (int dimensions : DIMENSIONS) {
      for (int planes = 1; planes <= 4; planes++) {
        long seed = 37L * dimensions + planes;
        var random = new Random(seed);
        var records = Records.random(random, dimensions, planes, 5);
        var query = new BitQuery(dimensions, planes);
        float[] rotated = gaussian(random, dimensions);
        query.set(rotated);
        double middle = ((1 << planes) - 1) / 2.0;
        int[] nodes = {4, 0, 2, 2};
        var estimates = new float[5];
        kernels.estimate(query, records.table, nodes, 4, estimates);
        for (int place = 0; place < 4; place++) {
          int node = nodes[place];
          double value = 0;
          double size = 0;
          for (int i = 0; i < dimensions; i++) {
            double term =
                rounded(rotated[i], query.step)
                    * (double) query.step
                    * (records.codes[node][i] - middle);
            value += term;
            size += Math.abs(rounded(rotated[i], query.step)) * (double) query.step * 2 * middle;
          }
          assertThat((double) estimates[place])
              .as("seed %d", seed)
              .isCloseTo(
                  records.addends[node] + records.factors[node] * value,
                  org.assertj.core.api.Assertions.within(
                      1e-6 * (1 + size * Math.abs(records.factors[node]))));
        }
        assertThat(estimates[4]).as("beyond the count").isZero();
      }
    }
  }

  @Test
  void simd_givesTheBitsOfScalar() {
    for (int dimensions = 64; dimensions <= 8_192; dimensions += dimensions < 1_024 ? 64 : 1_024) {
      for (int planes = 1; planes <= 4; planes++) {
        long seed = 41L * dimensions + planes;
        var random = new Random(seed);
        int count = 1 + random.nextInt(40);
        var records = Records.random(random, dimensions, planes, count);
        var query = new BitQuery(dimensions, planes);
        query.set(gaussian(random, dimensions));
        int[] nodes = random.ints(count, 0, count).toArray();
        var scalar = new float[count];
        var best = new float[count];
        long touched = CodeKernels.scalar().estimate(query, records.table, nodes, count, scalar);
        assertThat(CodeKernels.best().estimate(query, records.table, nodes, count, best))
            .isEqualTo(touched);
        assertThat(best).as("seed %d", seed).containsExactly(scalar);
        for (int node : nodes) {
          assertThat(CodeKernels.best().dot(query, records.table, node))
              .as("seed %d", seed)
              .isEqualTo(CodeKernels.scalar().dot(query, records.table, node));
        }
      }
    }
  }

  @Test
  void lastRecordOfAMappedFile_isReadWithinTheFile(@TempDir Path directory) throws IOException {
    for (int dimensions : DIMENSIONS) {
      for (int planes = 1; planes <= 4; planes++) {
        var random = new Random(dimensions + planes);
        var records = Records.random(random, dimensions, planes, 4);
        var file = directory.resolve(dimensions + "-" + planes);
        // The file ends on a page's end, so that a read beyond it would fault.
        byte[] bytes = records.table.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        int front = (4_096 - bytes.length % 4_096) % 4_096;
        var padded = new byte[front + bytes.length];
        System.arraycopy(bytes, 0, padded, front, bytes.length);
        Files.write(file, padded);
        var t = records.table;
        var mapped =
            new CodeTable(Storage.system().map(file, padded.length), t.start() + front, t.layout());
        var query = new BitQuery(dimensions, planes);
        query.set(gaussian(random, dimensions));
        var estimates = new float[2];
        var expected = new float[2];
        int[] nodes = {3, 0};
        CodeKernels.best().estimate(query, mapped, nodes, 2, estimates);
        CodeKernels.scalar().estimate(query, t, nodes, 2, expected);
        assertThat(estimates).containsExactly(expected);
        assertThat(CodeKernels.best().dot(query, mapped, 3))
            .isEqualTo(CodeKernels.scalar().dot(query, t, 3));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 384})
  void noPlanes_haveTheDotZero(int dimensions) {
    var random = new Random(dimensions);
    var records = Records.random(random, dimensions, 1, 2);
    var query = new BitQuery(dimensions, 0);
    query.set(gaussian(random, dimensions));
    assertThat(CodeKernels.best().dot(query, records.table, 1)).isZero();
    assertThat(CodeKernels.scalar().dot(query, records.table, 1)).isZero();
    assertThat(query.value(0)).isZero();
  }

  @Test
  void queriesThatAreSetAgain_forgetTheLastOne() {
    var random = new Random(5);
    var records = Records.random(random, 320, 3, 1);
    float[] rotated = gaussian(random, 320);
    var fresh = new BitQuery(320, 3);
    fresh.set(rotated);
    var used = new BitQuery(320, 3);
    used.set(gaussian(random, 320));
    used.set(rotated);
    assertThat(CodeKernels.best().dot(used, records.table, 0))
        .isEqualTo(CodeKernels.best().dot(fresh, records.table, 0));
    assertThat(used.value(7)).isEqualTo(fresh.value(7));
  }

  @Test
  void extremeQueries_haveFiniteValues() {
    for (float scale : new float[] {0, Float.MIN_VALUE, 1e-38f, 1e-30f, 1e30f}) {
      for (int planes = 1; planes <= 4; planes++) {
        var random = new Random(planes);
        var records = Records.random(random, 8_192, planes, 1);
        float[] rotated = gaussian(random, 8_192);
        for (int i = 0; i < rotated.length; i++) {
          rotated[i] *= scale;
        }
        var query = new BitQuery(8_192, planes);
        query.set(rotated);
        int dot = CodeKernels.best().dot(query, records.table, 0);
        assertThat(dot).isEqualTo(CodeKernels.scalar().dot(query, records.table, 0));
        assertThat(query.value(dot)).as("scale %s", scale).isFinite();
      }
    }
  }

  /** The most that a dot product can come to: all bits set in 8,192 dimensions. */
  @ParameterizedTest
  @MethodSource("kernels")
  void largestCodes_doNotOverflow(CodeKernels kernels) {
    var bytes = new byte[4 * 1_024 + 8 + SLACK];
    java.util.Arrays.fill(bytes, (byte) -1);
    var table =
        new CodeTable(MemorySegment.ofArray(bytes), 0, new CodeRecord(4_104, 0, 512, 4_096, 4_100));
    var query = new BitQuery(8_192, 4);
    var rotated = new float[8_192];
    java.util.Arrays.fill(rotated, -1f);
    query.set(rotated);
    assertThat(kernels.dot(query, table, 0))
        .isEqualTo(8_192 * 15 * rounded(-1f, query.step))
        .isNegative();
  }

  @Test
  void dimensionsOrPlanesThatMakeNoWords_areRefused() {
    assertThatThrownBy(() -> new BitQuery(65, 1)).hasMessageContaining("65");
    assertThatThrownBy(() -> new BitQuery(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BitQuery(64, 5)).hasMessageContaining("5 planes");
    assertThatThrownBy(() -> new BitQuery(64, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roundedQuery_isNearTheQuery() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    float[] rotated = gaussian(random, 4_096);
    var query = new BitQuery(4_096, 1);
    query.set(rotated);
    double error = 0;
    double squares = 0;
    for (float value : rotated) {
      double difference = value - rounded(value, query.step) * query.step;
      error += difference * difference;
      squares += (double) value * value;
    }
    // A Gaussian cut into 16 steps at the best loses 1.15% of its energy (Max, 1960).
    assertThat(error / squares).as("seed %d", seed).isBetween(0.009, 0.016);
  }

  /** What one value of a query becomes, said differently than where it is done. */
  private static int rounded(float value, float step) {
    float inverse = 1 / step;
    return (int) Math.clamp(Math.floor((float) (value * inverse) + 0.5), -8, 7);
  }

  private static float[] gaussian(Random random, int dimensions) {
    var values = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
