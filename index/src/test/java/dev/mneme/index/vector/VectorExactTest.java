package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.clustered;
import static dev.mneme.index.vector.VectorFixture.gaussian;
import static dev.mneme.index.vector.VectorFixture.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.ClosedException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorExactTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "COSINE, 1", "COSINE, 3", "COSINE, 17", "COSINE, 384",
    "DOT, 1", "DOT, 3", "DOT, 17", "DOT, 384",
    "EUCLIDEAN, 1", "EUCLIDEAN, 3", "EUCLIDEAN, 17", "EUCLIDEAN, 384"
  })
  void searchExact_likeBruteForce(Similarity similarity, int dimension) {
    long seed = 31L * dimension + similarity.name().length();
    var random = new Random(seed);
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      fixture.add(clustered(random, 700, dimension));
      for (int i = 0; i < 20; i++) {
        var query = gaussian(random, dimension);
        double share = random.nextDouble();
        var allowed = fixture.where(ordinal -> random.nextDouble() < share);
        int k = 1 + random.nextInt(40);
        fixture.assertExact("seed " + seed, fixture.exact(query, allowed, k), query, allowed, k);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DOT", "EUCLIDEAN"})
  void searchExact_breaksTiesByHigherOrdinal_whereArithmeticIsExact(Similarity similarity) {
    var random = new Random(5);
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      for (int i = 0; i < 500; i++) {
        fixture.add(new float[] {random.nextInt(5) - 2, random.nextInt(5) - 2});
      }
      for (int k : new int[] {1, 7, 100, 1_000}) {
        var query = new float[] {1 + random.nextInt(3), random.nextInt(3)};
        assertThat(fixture.exact(query, fixture.all(), k).ordinals())
            .containsExactly(
                fixture.oracle(query, fixture.all(), k).stream()
                    .mapToInt(Integer::intValue)
                    .toArray());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingVectors_areNoMembers_zeroOnesAre(Similarity similarity) {
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      fixture.add(new float[] {0, 0}, new float[0], new float[] {1, 0}, new float[] {0, -0.0f});
      assertThat(fixture.view.members()).isEqualTo(OrdinalBitmap.of(0, 2, 3));
      for (var query : List.of(new float[] {1, 1}, new float[] {-1, 1}, new float[] {0, 0})) {
        var expected =
            fixture.oracle(query, fixture.all(), 10).stream().mapToInt(Integer::intValue).toArray();
        assertThat(fixture.exact(query, fixture.all(), 10).ordinals()).containsExactly(expected);
        assertThat(fixture.graph(query, fixture.all(), 10, 10).ordinals())
            .containsExactly(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyView_orNothingAllowed_hasNoResults(Similarity similarity) {
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      assertThat(fixture.exact(new float[] {1}, fixture.all(), 3).size()).isZero();
      assertThat(fixture.graph(new float[] {1}, fixture.all(), 3, 10).size()).isZero();
      assertThat(fixture.exact(new float[] {0}, fixture.all(), 3).size()).isZero();
      assertThat(fixture.graph(new float[] {0}, fixture.all(), 3, 10).size()).isZero();
      fixture.add(new float[] {1}, new float[] {0});
      assertThat(fixture.exact(new float[] {1}, OrdinalBitmap.empty(), 3).size()).isZero();
      assertThat(fixture.graph(new float[] {1}, OrdinalBitmap.empty(), 3, 10).size()).isZero();
      assertThat(fixture.exact(new float[] {1}, fixture.all(), 0).size()).isZero();
      assertThat(fixture.graph(new float[] {1}, fixture.all(), 0, 10).size()).isZero();
    }
  }

  @Test
  void scoresThatOverflow_areOrderedAndNeverNaN() throws Exception {
    float huge = Float.MAX_VALUE;
    try (var fixture = new VectorFixture(directory, options(Similarity.DOT))) {
      fixture.add(new float[] {huge, -huge}, new float[] {1, 1}, new float[] {huge, huge});
      fixture.view.awaitGraph();
      var query = new float[] {huge, huge};
      var exact = fixture.exact(query, fixture.all(), 3);
      assertThat(exact.ordinals()).containsExactly(2, 1, 0);
      assertThat(exact.scores())
          .containsExactly(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 0);
      assertThat(fixture.graph(query, fixture.all(), 3, 10).ordinals()).containsExactly(2, 1, 0);
    }
  }

  @Test
  void cosine_ofTinyAndHugeVectors_isRight() {
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      fixture.add(new float[] {1e-40f, 1e-40f}, new float[] {3e38f, -3e38f}, new float[] {0, 2});
      var result = fixture.exact(new float[] {1e30f, 1e30f}, fixture.all(), 3);
      assertThat(result.ordinals()).containsExactly(0, 2, 1);
      assertThat(result.scores()[0]).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-4f));
    }
  }

  @Test
  void deadlineInThePast_stopsBeforeTheFirst_andInTheFutureNever() throws Exception {
    var random = new Random(9);
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      fixture.add(clustered(random, 3_000, 4));
      var query = gaussian(random, 4);
      var late = new VectorScope(fixture.all(), System.nanoTime() - 1);
      var early = new VectorScope(fixture.all(), System.nanoTime() + Long.MAX_VALUE / 4);
      assertThat(fixture.view.searchExact(query, late, 5).size()).isZero();
      assertThat(fixture.view.searchExact(query, early, 5).size()).isEqualTo(5);
      fixture.view.awaitGraph();
      assertThat(fixture.view.searchGraph(query, late, 5, 50).size()).isZero();
      assertThat(fixture.view.searchGraph(query, early, 5, 50).size()).isEqualTo(5);
    }
  }

  @Test
  void closedView_refusesSearches() {
    var fixture = new VectorFixture(directory, options(Similarity.COSINE));
    fixture.add(new float[] {1});
    fixture.close();
    assertThatThrownBy(() -> fixture.exact(new float[] {1}, fixture.all(), 1))
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("vector view");
    assertThatThrownBy(() -> fixture.graph(new float[] {1}, fixture.all(), 1, 1))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void apply_skipsKnownOrdinals_andRefusesAnotherDimension() {
    try (var fixture = new VectorFixture(directory, options(Similarity.DOT))) {
      var batch = fixture.batch(new float[] {1, 2}, new float[] {3, 4});
      fixture.view.apply(batch);
      fixture.view.apply(batch);
      assertThat(fixture.view.members().cardinality()).isEqualTo(2);
      assertThat(fixture.view.statistics().ordinals()).isEqualTo(2);
      assertThat(fixture.view.dimension()).isEqualTo(2);
      assertThatThrownBy(() -> fixture.add(new float[] {1, 2, 3}))
          .hasMessage("ordinal 2 has 3 dimensions, the store has 2");
    }
  }
}
