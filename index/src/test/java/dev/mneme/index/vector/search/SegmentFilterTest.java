package dev.mneme.index.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.memory.Similarity;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches where not all are eligible, in a segment large enough for graph and codes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SegmentFilterTest {
  private static final int COUNT = 12_000;
  private static final int DIMENSION = 24;
  private static final int QUERIES = 50;

  private SegmentFixture fixture;
  private SealedSegment segment;
  private float[][] queries;

  @BeforeAll
  void build() {
    float[][] drawn = SegmentFixture.clustered(77, COUNT + QUERIES, DIMENSION, 60);
    fixture = new SegmentFixture(Similarity.EUCLIDEAN, Arrays.copyOf(drawn, COUNT));
    queries = Arrays.copyOfRange(drawn, COUNT, drawn.length);
    segment = fixture.sealed();
  }

  private void check(OrdinalBitmap eligible, int k, String context) {
    assertThat(fixture.recall(segment, queries, eligible, k, context + ", k " + k))
        .as("%s, k %d", context, k)
        .isGreaterThanOrEqualTo(k == 1 ? 0.95 : 0.98);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 0.7, 0.9, 0.99})
  void anyShareAtRandom_keepsRecallAndResults(double share) {
    var eligible = SegmentFixture.share(8, COUNT, share);
    for (int k : new int[] {1, 10, 100}) {
      check(eligible, k, "share " + share);
    }
  }

  @Test
  void oneEligible_isFound() {
    for (int ordinal : new int[] {0, 5_000, COUNT - 1}) {
      check(OrdinalBitmap.of(ordinal), 10, "only " + ordinal);
      check(OrdinalBitmap.of(ordinal), 1, "only " + ordinal);
    }
  }

  @Test
  void allButOne_neverGivesThatOne() {
    for (float[] query : queries) {
      int nearest = fixture.truth(query, fixture.all(), 1).ordinals()[0];
      var eligible = fixture.all().andNot(OrdinalBitmap.of(nearest));
      fixture.recall(fixture.answer(segment, query, eligible, 10), query, eligible, 10, "");
    }
  }

  /**
   * The half, and the twentieth, that is farthest from each query. The nearest of these are
   * hundreds at about the same distance, closer together than codes can tell.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.05})
  void farthestPart_isFound(double share) {
    double sum = 0;
    for (float[] query : queries) {
      int[] ranked = fixture.truth(query, fixture.all(), COUNT).ordinals();
      int[] far = Arrays.copyOfRange(ranked, (int) (COUNT * (1 - share)), COUNT);
      Arrays.sort(far);
      var eligible = OrdinalBitmap.of(far);
      var found = fixture.answer(segment, query, eligible, 10);
      sum += fixture.recall(found, query, eligible, 10, "share " + share);
    }
    assertThat(sum / QUERIES).isGreaterThanOrEqualTo(0.98);
  }

  /** Eligible is what lies around some far point. */
  @Test
  void clusterFarAway_isFound() {
    var random = new Random(4);
    double sum = 0;
    for (float[] query : queries) {
      float[] other = fixture.vectors[random.nextInt(COUNT)];
      int[] cluster = fixture.truth(other, fixture.all(), 200).ordinals();
      Arrays.sort(cluster);
      var eligible = OrdinalBitmap.of(cluster);
      sum += fixture.recall(fixture.answer(segment, query, eligible, 10), query, eligible, 10, "");
    }
    assertThat(sum / QUERIES).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void manyResults_areAllThere() {
    for (int k : new int[] {1_000, COUNT - 1, COUNT, 2 * COUNT}) {
      float[] query = queries[k % QUERIES];
      var found = fixture.answer(segment, query, fixture.all(), k);
      assertThat(fixture.recall(found, query, fixture.all(), k, "k " + k))
          .isGreaterThanOrEqualTo(0.98);
    }
  }

  /** An effort that the request names is enough where it is as large as the segment. */
  @Test
  void efOfAllNodes_findsEverything() {
    for (float[] query : queries) {
      var found = fixture.offers(segment, query, fixture.all(), 10, COUNT);
      assertThat(found.isEmpty() || fixture.recall(found.get(), query, fixture.all(), 10, "") == 1)
          .isTrue();
    }
  }

  /** A beam that the caller fixes: larger ones find no less, and the graph alone finds enough. */
  @Test
  void largerBeams_findMore() {
    double last = 0;
    for (int ef : new int[] {10, 40, 160}) {
      double sum = 0;
      for (float[] query : queries) {
        var found = fixture.offers(segment, query, fixture.all(), 10, ef).orElseThrow();
        sum += fixture.recall(found, query, fixture.all(), 10, "ef " + ef);
      }
      assertThat(sum / QUERIES).as("ef %d", ef).isGreaterThanOrEqualTo(last - 0.01);
      last = sum / QUERIES;
    }
    assertThat(last).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void calibratedEf_growsWithTheRecall() {
    var header = ((VectorSegment) segment).mapped().header();
    int last = 0;
    for (double recall : new double[] {0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1}) {
      int ef = SegmentSearch.ef(header, SearchEffort.ofRecall(recall));
      assertThat(ef).isGreaterThanOrEqualTo(last);
      last = ef;
    }
    assertThat(SegmentSearch.ef(header, SearchEffort.ofEf(7))).isEqualTo(7);
  }

  /** A list deeper than what recall is owed for is full, and its beginning is as good. */
  @Test
  void deeperLists_keepTheRecallOfTheirBeginning() {
    double found = 0;
    var effort = SearchEffort.ofRecall(0.99, 10);
    for (float[] query : queries) {
      var best = new BestOrdinals(100, TieOrder.LATEST_WRITTEN);
      assertThat(
              segment.search(
                  fixture.scorer.prepare(query),
                  fixture.all(),
                  best,
                  new Deadline(Long.MAX_VALUE),
                  effort))
          .isTrue();
      var ranked = best.ranked();
      assertThat(ranked.ordinals()).hasSize(100);
      var first =
          new RankedOrdinals(
              Arrays.copyOf(ranked.ordinals(), 10), Arrays.copyOf(ranked.scores(), 10));
      found += fixture.recall(first, query, fixture.all(), 10, "");
    }
    assertThat(found / QUERIES).isGreaterThanOrEqualTo(0.98);
  }
}
