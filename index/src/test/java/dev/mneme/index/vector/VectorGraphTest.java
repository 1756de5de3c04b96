package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.clustered;
import static dev.mneme.index.vector.VectorFixture.gaussian;
import static dev.mneme.index.vector.VectorFixture.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
class VectorGraphTest {
  private static final int QUERIES = 50;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void graph_findsWhatBruteForceFinds_withAndWithoutFilter(Similarity similarity) throws Exception {
    long seed = 100L + similarity.name().length();
    var random = new Random(seed);
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      float[][] vectors = clustered(random, 5_000, 32);
      fixture.add(vectors);
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(5_000, 0));
      var queries = new float[QUERIES][];
      Arrays.setAll(queries, i -> near(random, vectors[random.nextInt(vectors.length)]));

      assertThat(recall(fixture, queries, fixture.all(), 100))
          .as("all, seed %d", seed)
          .isGreaterThan(0.98);
      for (double share : new double[] {0.5, 0.1, 0.01}) {
        var allowed = fixture.where(ordinal -> random.nextDouble() < share);
        assertThat(recall(fixture, queries, allowed, 100))
            .as("share %s, seed %d", share, seed)
            .isGreaterThan(similarity == Similarity.DOT ? 0.9 : 0.97);
        for (float[] query : queries) { // here the engine scans, because that is cheaper
          fixture.assertExact("scan", fixture.graph(query, allowed, 10, 100), query, allowed, 10);
        }
      }
    }
  }

  @Test
  void filterThatGoesAgainstTheQuery_deepensUntilRecallIsThere() throws Exception {
    var random = new Random(8);
    try (var fixture = new VectorFixture(directory, options(Similarity.EUCLIDEAN))) {
      float[][] vectors = clustered(random, 4_000, 8);
      fixture.add(vectors);
      fixture.view.awaitGraph();
      for (int i = 0; i < 20; i++) {
        float[] query = near(random, vectors[i]);
        var nearest = OrdinalBitmap.of(fixture.exact(query, fixture.all(), 1_000).ordinals());
        var allowed = fixture.all().andNot(nearest);
        var found = fixture.graphOnly(query, allowed, 10, 50);
        assertThat(fixture.recall(found, query, allowed, 10)).as("query %d", i).isGreaterThan(0.89);
      }
    }
  }

  private static double recall(
      VectorFixture fixture, float[][] queries, OrdinalBitmap allowed, int ef) {
    double sum = 0;
    for (float[] query : queries) {
      var found = fixture.graphOnly(query, allowed, 10, ef);
      assertThat(found.size()).isEqualTo(Math.min(10, allowed.cardinality()));
      assertThat(OrdinalBitmap.of(found.ordinals()).andNot(allowed).isEmpty()).isTrue();
      assertThat(found.ordinals()).doesNotHaveDuplicates();
      sum += fixture.recall(found, query, allowed, 10);
    }
    return sum / queries.length;
  }

  private static float[] near(Random random, float[] vector) {
    float[] moved = gaussian(random, vector.length);
    for (int i = 0; i < moved.length; i++) {
      moved[i] = vector[i] + 0.3f * moved[i];
    }
    return moved;
  }

  @ParameterizedTest
  @EnumSource
  void graphAndScan_giveTheSamePairTheSameScore(Similarity similarity) throws Exception {
    var random = new Random(77);
    try (var fixture = new VectorFixture(directory, options(similarity))) {
      fixture.add(clustered(random, 800, 19));
      var query = gaussian(random, 19);
      var pending = fixture.exact(query, fixture.all(), 800);
      fixture.view.awaitGraph();
      var inGraph = fixture.graphOnly(query, fixture.all(), 100, 800);
      fixture.view.checkpoint(7);
      fixture.reopen();
      var fromLog = fixture.exact(query, fixture.all(), 800);
      assertThat(fromLog.ordinals()).isEqualTo(pending.ordinals());
      assertThat(fromLog.scores()).isEqualTo(pending.scores());
      assertThat(inGraph.scores()).isEqualTo(Arrays.copyOf(pending.scores(), 100));
      assertThat(inGraph.ordinals()).isEqualTo(Arrays.copyOf(pending.ordinals(), 100));
    }
  }

  @Test
  void kHits_whileKAreAllowed_howeverFew() throws Exception {
    var random = new Random(21);
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      fixture.add(clustered(random, 2_000, 8));
      fixture.view.awaitGraph();
      fixture.add(clustered(random, 10, 8));
      for (int allowedCount : new int[] {0, 1, 2, 9, 10, 11, 100, 2_010}) {
        for (int k : new int[] {1, 10, 3_000}) {
          var query = gaussian(random, 8);
          var allowed = someOf(random, 2_010, allowedCount);
          int expected = Math.min(k, allowedCount);
          assertThat(fixture.graph(query, allowed, k, 10).size()).isEqualTo(expected);
          assertThat(fixture.graphOnly(query, allowed, k, 10).size()).isEqualTo(expected);
        }
      }
    }
  }

  private static OrdinalBitmap someOf(Random random, int size, int count) {
    return OrdinalBitmap.of(random.ints(0, size).distinct().limit(count).toArray());
  }

  @Test
  void applied_isFoundAtOnce_byTheGraphSearch() {
    var random = new Random(3);
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      for (int i = 0; i < 1_500; i++) {
        float[] vector = gaussian(random, 16);
        fixture.add(vector);
        assertThat(fixture.graph(vector, fixture.all(), 1, 20).ordinals()).containsExactly(i);
      }
    }
  }

  @Test
  void equalVectors_shareANode_andHideNobody() throws Exception {
    var random = new Random(4);
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      float[] same = gaussian(random, 16);
      float[][] others = clustered(random, 1_000, 16);
      for (int i = 0; i < 1_000; i++) {
        fixture.add(same, others[i], same);
      }
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(1_001, 0));

      var hits = fixture.graphOnly(same, fixture.all(), 30, 30);
      assertThat(hits.ordinals())
          .isEqualTo(fixture.exact(same, fixture.all(), 30).ordinals())
          .startsWith(2_999, 2_997, 2_996, 2_994);
      IntPredicate isOther = ordinal -> ordinal % 3 == 1;
      assertThat(recall(fixture, Arrays.copyOf(others, 50), fixture.all(), 50)).isGreaterThan(0.97);
      assertThat(recall(fixture, new float[][] {same}, fixture.where(isOther), 50))
          .isGreaterThan(0.89);
    }
  }

  @Test
  void oneDimension_whereCosineKnowsTwoVectorsOnly() throws Exception {
    try (var fixture = new VectorFixture(directory, options(Similarity.COSINE))) {
      for (int i = 1; i <= 500; i++) {
        fixture.add(new float[] {i % 2 == 0 ? i : -i});
      }
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph().nodes()).isEqualTo(2);
      var hits = fixture.graph(new float[] {3}, fixture.all(), 251, 10);
      assertThat(hits.ordinals()).startsWith(499, 497, 495).endsWith(3, 1, 498);
      assertThat(hits.scores()[249]).isEqualTo(1);
      assertThat(hits.scores()[250]).isEqualTo(-1);
    }
  }
}
