package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.gaussian;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.CheckpointFile;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.GrowingBuffer;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors without a direction are found by their score, wherever the others are. */
class ZeroVectorsTest {
  private static final int DIMENSION = 8;

  @TempDir private Path directory;

  /** With real segments. */
  private VectorView open(List<float[]> log, Similarity similarity) {
    return VectorView.open(
        Storage.system(),
        directory,
        new VectorOptions(similarity, 8, 40, 1_024),
        ordinal -> MemorySegment.ofArray(log.get(ordinal)));
  }

  private static List<float[]> mixed(long seed, int count) {
    var random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> i % 3 == 0 ? new float[DIMENSION] : gaussian(random, DIMENSION))
        .toList();
  }

  private static CommitBatch batch(List<float[]> log, int from, int to) {
    var added =
        IntStream.range(from, to)
            .mapToObj(
                ordinal ->
                    new CommitBatch.Added(
                        ordinal,
                        0,
                        ordinal,
                        Memory.builder()
                            .id("m" + ordinal)
                            .text("t")
                            .embedding(log.get(ordinal))
                            .build()))
            .toList();
    return new CommitBatch(to, added, new int[0]);
  }

  private void check(VectorView view, List<float[]> log, Similarity similarity, String what) {
    var scorer = new Scorer(similarity, VectorKernels.best());
    var all = OrdinalBitmap.ofRange(0, log.size());
    var random = new Random(3);
    for (int round = 0; round < 6; round++) {
      float[] query = round == 0 ? new float[DIMENSION] : gaussian(random, DIMENSION);
      float[] prepared = scorer.prepare(query);
      float zero = scorer.exact(prepared, new float[DIMENSION]);
      for (int k : new int[] {1, 10, log.size() / 2, log.size()}) {
        var truth = new BestOrdinals(k, TieOrder.LATEST_WRITTEN);
        all.forEach(
            ordinal ->
                truth.offer(scorer.exact(prepared, scorer.prepare(log.get(ordinal))), ordinal));
        var expected = truth.ranked();
        var scope = new VectorScope(all, Long.MAX_VALUE);
        assertThat(view.searchExact(query, scope, k).ordinals())
            .as("%s, exact, k %d", what, k)
            .containsExactly(expected.ordinals());
        var found = view.searchGraph(query, scope, k, 0);
        assertThat(found.size()).as("%s, graph, k %d", what, k).isEqualTo(k);
        assertThat(withScore(found, zero).length)
            .as("%s, graph, zeros of the best %d", what, k)
            .isGreaterThanOrEqualTo(withScore(expected, zero).length);
      }
    }
    assertThat(view.scores(new float[DIMENSION], new int[] {0}))
        .containsExactly(0); // both are zero
  }

  private static int[] withScore(RankedOrdinals ranked, float score) {
    return IntStream.range(0, ranked.size())
        .filter(rank -> ranked.scores()[rank] == score)
        .map(rank -> ranked.ordinals()[rank])
        .toArray();
  }

  @ParameterizedTest
  @EnumSource
  void zeros_areFoundByTheirScore_inEveryTier_andAfterReopening(Similarity similarity)
      throws Exception {
    var log = mixed(1, 2_400);
    try (var view = open(log, similarity)) {
      view.apply(batch(log, 0, 400));
      view.awaitGraph();
      check(view, log.subList(0, 400), similarity, "live");
      view.apply(batch(log, 400, 2_400));
      view.compact();
      check(view, log, similarity, "sealed");
      view.checkpoint(2_400);
    }
    try (var view = open(log, similarity)) {
      assertThat(view.recoveredSequence()).isEqualTo(2_400);
      assertThat(view.members().cardinality()).isEqualTo(2_400);
      check(view, log, similarity, "reopened");
      var dead = OrdinalBitmap.ofRange(0, 1_200);
      view.reclaim(dead);
      assertThat(view.members()).isEqualTo(OrdinalBitmap.ofRange(1_200, 2_400));
      assertThat(view.ordinals()).isEqualTo(view.members());
      assertThat(view.statistics().ordinals()).isEqualTo(1_200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingButZeros_isAStore(Similarity similarity) throws Exception {
    var log = IntStream.range(0, 1_500).mapToObj(_ -> new float[DIMENSION]).toList();
    try (var view = open(log, similarity)) {
      view.apply(batch(log, 0, 1_500));
      view.awaitGraph();
      view.compact();
      assertThat(view.graph()).isEqualTo(new GraphStatistics(0, 0, 0, 0));
      check(view, log, similarity, "only zeros");
      view.checkpoint(1_500);
    }
    try (var view = open(log, similarity)) {
      check(view, log, similarity, "only zeros, reopened");
    }
  }

  /** Of a version whose members were not those of this one: what it left is no state. */
  @Test
  void stateOfAnotherVersion_isBuiltAnew() throws Exception {
    var log = mixed(2, 60);
    var others =
        OrdinalBitmap.of(IntStream.range(0, 60).filter(ordinal -> ordinal % 3 != 0).toArray());
    var body = new GrowingBuffer().putInt(DIMENSION).putInt(2).putBitmap(others).putInt(0);
    for (int version : new int[] {2, 3, 5}) {
      new CheckpointFile(
              Storage.system(), directory.resolve("vector.checkpoint"), 0x4356_4e4d, version)
          .write(LogPoint.of(60), body);
      try (var view = open(log, Similarity.EUCLIDEAN)) {
        assertThat(view.recovered()).isEqualTo(LogPoint.NONE);
        view.apply(batch(log, 0, 60));
        check(view, log, Similarity.EUCLIDEAN, "replayed");
        view.checkpoint(60);
      }
      try (var view = open(log, Similarity.EUCLIDEAN)) {
        assertThat(view.recoveredSequence()).isEqualTo(60);
        check(view, log, Similarity.EUCLIDEAN, "reopened");
      }
    }
  }
}
