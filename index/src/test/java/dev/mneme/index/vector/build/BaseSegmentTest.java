package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.search.SealedSegment;
import dev.mneme.index.vector.search.VectorSegment;
import dev.mneme.index.vector.segment.LittleEndian;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments that take over a smaller one. */
class BaseSegmentTest {
  private static final Path BASE = Path.of("/store/6.segment");
  private static final int QUERIES = 60;

  private static SealedSegment larger(
      SegmentFixture fixture, SealedSegment base, OrdinalBitmap members, int threads) {
    var plan = new SegmentStore.Plan(members, Optional.of(base), () -> true, threads);
    fixture.store().build(plan, SegmentFixture.FILE, () -> false, _ -> {}).orElseThrow();
    return fixture.store().open(SegmentFixture.FILE).orElseThrow();
  }

  private static SealedSegment base(SegmentFixture fixture, OrdinalBitmap members) {
    return fixture
        .store()
        .build(SegmentFixture.plan(members, 2), BASE, () -> false, _ -> {})
        .orElseThrow();
  }

  /** Whether the links of the old segment were the beginning. */
  private static boolean isTakenOver(
      SegmentFixture fixture, SealedSegment base, OrdinalBitmap members) {
    var vectors =
        BuildVectors.of(
            fixture::vector, members, fixture.similarity, fixture.dimension(), () -> {});
    return BaseSegment.of(((VectorSegment) base).mapped(), vectors).isPresent();
  }

  private static int unreachable(SealedSegment segment) {
    var graph = ((VectorSegment) segment).mapped().graph();
    var reached = new boolean[segment.nodes()];
    var queue = new int[segment.nodes()];
    int tail = 0;
    queue[tail++] = graph.entryPoints()[0];
    reached[graph.entryPoints()[0]] = true;
    for (int head = 0; head < tail; head++) {
      for (int place = 0; place < graph.degree(); place++) {
        int next = graph.links().get(LittleEndian.INT, graph.row(queue[head]) + 4L * place);
        if (!reached[next]) {
          reached[next] = true;
          queue[tail++] = next;
        }
      }
    }
    return segment.nodes() - tail;
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE, 8, 2000, 2000",
    "COSINE, 100, 400, 3000",
    "COSINE, 384, 3000, 30",
    "COSINE, 64, 1, 500",
    "COSINE, 64, 500, 1"
  })
  void largerSegment_findsAsMuch(Similarity similarity, int dimension, int known, int more) {
    long seed = 7L * dimension;
    int count = known + more;
    float[][] drawn = SegmentFixture.clustered(seed, count + QUERIES, dimension, 40);
    var fixture = new SegmentFixture(similarity, Arrays.copyOf(drawn, count));
    float[][] queries = Arrays.copyOfRange(drawn, count, drawn.length);
    var base = base(fixture, OrdinalBitmap.ofRange(0, known));
    var segment = larger(fixture, base, fixture.all(), 2);
    assertThat(segment.ordinals()).isEqualTo(fixture.all());
    assertThat(unreachable(segment)).isZero();
    for (int k : new int[] {10, 100}) {
      double recall = fixture.recall(segment, queries, fixture.all(), k, "seed " + seed);
      assertThat(recall).as("k %d, seed %d", k, seed).isGreaterThanOrEqualTo(0.97);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameMembersAndBase_giveTheSameBytes_whateverTheThreads(Similarity similarity) {
    float[][] unit = SegmentFixture.clustered(5, 1_500, 48, 10);
    for (float[] vector : unit) {
      double norm = Scorer.norm(vector);
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= (float) norm;
      }
    }
    unit[0] = SegmentFixture.scaled(unit[0], 2); // the longest is in the base
    var fixture = new SegmentFixture(similarity, unit);
    // Neither all the first nor all the last: numbers of nodes change.
    var known = SegmentFixture.share(9, 1_500, 0.5).or(OrdinalBitmap.of(0));
    var base = base(fixture, known);
    assertThat(isTakenOver(fixture, base, fixture.all())).isTrue();
    byte[] first = {};
    for (int threads = 1; threads <= 4; threads++) {
      larger(fixture, base, fixture.all(), threads);
      byte[] bytes = fixture.storage.bytes(SegmentFixture.FILE);
      first = first.length == 0 ? bytes : first;
      assertThat(Arrays.mismatch(bytes, first)).as("%s, %d", similarity, threads).isEqualTo(-1);
    }
  }

  @Test
  void newMembersThatEqualOldOnes_becomeTheirDuplicates() {
    float[][] drawn = SegmentFixture.clustered(3, 400, 32, 5);
    var vectors = Arrays.copyOf(drawn, 800);
    for (int i = 400; i < 800; i++) {
      vectors[i] = i % 2 == 0 ? drawn[i - 400] : SegmentFixture.scaled(drawn[i - 400], -1);
    }
    var fixture = new SegmentFixture(Similarity.COSINE, vectors);
    var base = base(fixture, OrdinalBitmap.ofRange(0, 400));
    var segment = larger(fixture, base, fixture.all(), 2);
    assertThat(segment.nodes()).isEqualTo(600);
    assertThat(segment.ordinals()).isEqualTo(fixture.all());
    double recall = fixture.recall(segment, drawn, fixture.all(), 10, "duplicates");
    assertThat(recall).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void segmentThatDoesNotFit_isNotTakenOver() {
    float[][] vectors = SegmentFixture.clustered(4, 600, 24, 5);
    var fixture = new SegmentFixture(Similarity.EUCLIDEAN, vectors);
    var base = base(fixture, OrdinalBitmap.ofRange(0, 300));
    vectors[500] = SegmentFixture.scaled(vectors[500], 100);
    var longer = new SegmentFixture(Similarity.EUCLIDEAN, vectors);
    assertThat(isTakenOver(longer, base, longer.all())).as("a longer member").isFalse();
    assertThat(isTakenOver(fixture, base, OrdinalBitmap.ofRange(1, 300))).as("one gone").isFalse();
    var segment = larger(longer, base, longer.all(), 2);
    assertThat(segment.ordinals()).isEqualTo(longer.all());
    assertThat(longer.recall(segment, vectors, longer.all(), 10, "longer")).isGreaterThan(0.97);
  }

  @Test
  void membersFarFromTheOldOnes_areNotCodedAroundTheirMean() {
    float[][] vectors = SegmentFixture.clustered(6, 600, 24, 5);
    for (int i = 300; i < 600; i++) {
      vectors[i][0] += 30;
    }
    var fixture = new SegmentFixture(Similarity.COSINE, vectors);
    var base = base(fixture, OrdinalBitmap.ofRange(0, 300));
    assertThat(isTakenOver(fixture, base, fixture.all())).isFalse();
  }
}
