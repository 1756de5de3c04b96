package dev.mneme.index.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.memory.Similarity;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a segment makes of members and requests that are not as one would like them. */
@Execution(ExecutionMode.CONCURRENT)
class SegmentBadInputTest {

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void equalVectors_areAllFoundOnceEach(Similarity similarity) {
    var vectors = new float[10_000][];
    Arrays.fill(vectors, new float[] {0.5f, -2, 3, 0.25f});
    var fixture = new SegmentFixture(similarity, vectors);
    var segment = fixture.sealed();
    assertThat(segment.nodes()).isEqualTo(1);
    assertThat(segment.ordinals()).isEqualTo(fixture.all());
    float[] query = {1, 1, 1, 1};
    for (int k : new int[] {1, 10, 1_000, 10_000, 20_000}) {
      for (var eligible : new OrdinalBitmap[] {fixture.all(), OrdinalBitmap.of(7_777)}) {
        var found = fixture.answer(segment, query, eligible, k);
        assertThat(fixture.recall(found, query, eligible, k, "k " + k)).isEqualTo(1);
      }
    }
    // Among equal scores the highest ordinals win, as everywhere.
    assertThat(fixture.answer(segment, query, fixture.all(), 2).ordinals())
        .containsExactly(9_999, 9_998);
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void nearlyEqualVectors_areFound(Similarity similarity) {
    var random = new Random(11);
    float[] middle = SegmentFixture.gaussian(random, 32);
    var vectors = new float[4_000][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = SegmentFixture.gaussian(random, 32);
      for (int d = 0; d < 32; d++) {
        vectors[i][d] = middle[d] + vectors[i][d] * 1e-3f;
      }
    }
    var fixture = new SegmentFixture(similarity, vectors);
    var segment = fixture.sealed();
    var queries = new float[40][];
    Arrays.setAll(queries, i -> vectors[i * 100]);
    assertThat(fixture.recall(segment, queries, fixture.all(), 10, similarity.toString()))
        .isGreaterThanOrEqualTo(0.975);
  }

  @Test
  void manyCopiesOfFewVectors_giveEveryCopy() {
    float[][] distinct = SegmentFixture.clustered(5, 60, 16, 3);
    var vectors = new float[3_000][];
    Arrays.setAll(vectors, i -> distinct[i * 7 % 60]);
    var fixture = new SegmentFixture(Similarity.COSINE, vectors);
    var segment = fixture.sealed();
    assertThat(segment.nodes()).isEqualTo(60);
    for (var eligible :
        new OrdinalBitmap[] {fixture.all(), SegmentFixture.share(3, vectors.length, 0.3)}) {
      for (int k : new int[] {1, 10, 49, 120, 2_000}) {
        for (int q = 0; q < 20; q++) {
          var found = fixture.answer(segment, distinct[q], eligible, k);
          assertThat(fixture.recall(found, distinct[q], eligible, k, "k " + k + " q " + q))
              .isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, COSINE", "2, DOT", "3, EUCLIDEAN", "20, COSINE", "21, DOT", "50, EUCLIDEAN"})
  void fewNodes_areAllFound(int count, Similarity similarity) {
    float[][] vectors = SegmentFixture.clustered(count, count, 8, 2);
    var fixture = new SegmentFixture(similarity, vectors);
    var segment = fixture.sealed();
    for (int k : new int[] {1, 2, 10, 1_000}) {
      for (float[] query : vectors) {
        var found = fixture.answer(segment, query, fixture.all(), k);
        assertThat(fixture.recall(found, query, fixture.all(), k, count + " " + k)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-20, 1e18, 1e30})
  void extremeNorms_keepTheOrder(double factor) {
    for (var similarity : Similarity.values()) {
      float[][] vectors = SegmentFixture.clustered(9, 600, 24, 5);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = SegmentFixture.scaled(vectors[i], factor);
      }
      var fixture = new SegmentFixture(similarity, vectors);
      var segment = fixture.sealed();
      float[][] queries = Arrays.copyOf(vectors, 30);
      assertThat(fixture.recall(segment, queries, fixture.all(), 10, similarity + " " + factor))
          .isGreaterThanOrEqualTo(0.97);
    }
  }

  /** Far out, estimates would be infinite or not numbers; the segment asks for a scan. */
  @Test
  void queriesFarOut_stillGetEveryResult() {
    for (var similarity : Similarity.values()) {
      float[][] vectors = SegmentFixture.clustered(9, 600, 24, 5);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = SegmentFixture.scaled(vectors[i], 1e-6);
      }
      var fixture = new SegmentFixture(similarity, vectors);
      var segment = fixture.sealed();
      for (double factor : new double[] {1e-38, 1e-20, 1e6, 1e20, 1e30, 1e37}) {
        float[] query = SegmentFixture.scaled(vectors[0], 1e6 * factor);
        var found = fixture.answer(segment, query, fixture.all(), 10);
        fixture.recall(found, query, fixture.all(), 10, similarity + " " + factor);
      }
    }
  }

  @Test
  void normsOfManyMagnitudes_keepTheBestDotProducts() {
    float[][] vectors = SegmentFixture.clustered(10, 3_000, 48, 10);
    var random = new Random(10);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = SegmentFixture.scaled(vectors[i], Math.pow(100, random.nextDouble()));
    }
    var fixture = new SegmentFixture(Similarity.DOT, vectors);
    var segment = fixture.sealed();
    float[][] queries = SegmentFixture.clustered(10, 60, 48, 10);
    assertThat(fixture.recall(segment, queries, fixture.all(), 10, "norms 1 to 100"))
        .isGreaterThanOrEqualTo(0.98);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-5, 5e-4, 2e-3})
  void nearlyEvenNorms_keepTheBestDotProducts(double spread) {
    float[][] vectors = SegmentFixture.clustered(12, 3_000, 32, 1);
    var random = new Random(10);
    for (int i = 0; i < vectors.length; i++) {
      double factor = (1 - spread * random.nextDouble()) / Scorer.norm(vectors[i]);
      vectors[i] = SegmentFixture.scaled(vectors[i], factor);
    }
    var fixture = new SegmentFixture(Similarity.DOT, vectors);
    var segment = fixture.sealed();
    float[][] queries = SegmentFixture.clustered(12, 100, 32, 1);
    assertThat(fixture.recall(segment, queries, fixture.all(), 10, "spread " + spread))
        .isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void vectorThatCannotBeRead_failsTheBuildAndLeavesNoFile() {
    var fixture = new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(1, 200, 8, 2));
    fixture.unreadable.add(150);
    org.assertj.core.api.Assertions.assertThatThrownBy(fixture::sealed)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("150");
    assertThat(fixture.storage.files()).isEmpty();
  }

  @Test
  void vectorThatCannotBeReadInASearch_leavesTheSegmentUsable() {
    var fixture = new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(1, 2_000, 8, 2));
    var segment = fixture.sealed();
    float[] query = fixture.vectors[17];
    var before = fixture.offers(segment, query, fixture.all(), 10, 64).orElseThrow();
    fixture.unreadable.add(17);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> fixture.offers(segment, query, fixture.all(), 10, 64))
        .hasMessageContaining("17");
    // Dead vectors are not asked for.
    var alive = fixture.all().andNot(OrdinalBitmap.of(17));
    assertThat(fixture.recall(fixture.answer(segment, query, alive, 10), query, alive, 10, ""))
        .isGreaterThan(0.8);
    fixture.unreadable.clear();
    assertThat(fixture.offers(segment, query, fixture.all(), 10, 64).orElseThrow().ordinals())
        .containsExactly(before.ordinals());
  }

  @Test
  void deadlineThatHasPassed_stopsTheSearch() {
    var fixture = new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(1, 2_000, 8, 2));
    var segment = fixture.sealed();
    var deadline = new Deadline(System.nanoTime() - 1);
    var best = new BestOrdinals(10, TieOrder.LATEST_WRITTEN);
    segment.search(
        fixture.scorer.prepare(fixture.vectors[3]),
        fixture.all(),
        best,
        deadline,
        SearchEffort.ofEf(30));
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(best.ranked().size()).isLessThan(10);
  }
}
