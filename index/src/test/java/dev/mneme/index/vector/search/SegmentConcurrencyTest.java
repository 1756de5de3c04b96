package dev.mneme.index.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.index.vector.segment.MappedSegment;
import dev.mneme.memory.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who searches, how many at once, and with which kernels makes no difference. */
class SegmentConcurrencyTest {

  private static VectorSegment with(SegmentFixture fixture, CodeKernels kernels) throws Exception {
    var mapped =
        MappedSegment.open(
            fixture.storage, SegmentFixture.FILE, fixture.similarity, fixture.dimension());
    return new VectorSegment(mapped, fixture.scorer, fixture::vector, kernels);
  }

  private static List<RankedOrdinals> answers(
      SegmentFixture fixture, SealedSegment segment, OrdinalBitmap some) {
    var answers = new ArrayList<RankedOrdinals>();
    for (int q = 0; q < 40; q++) {
      float[] query = fixture.vectors[q * 50];
      answers.add(fixture.offers(segment, query, fixture.all(), 10, 30).orElseThrow());
      answers.add(fixture.offers(segment, query, some, 5, 0).orElseThrow());
    }
    return answers;
  }

  private static void checkEqual(List<RankedOrdinals> found, List<RankedOrdinals> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).ordinals()).containsExactly(expected.get(i).ordinals());
      assertThat(found.get(i).scores()).containsExactly(expected.get(i).scores());
    }
  }

  @Test
  void eightThreads_getTheAnswersOfOne() throws Exception {
    var fixture = new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(6, 2_500, 70, 12));
    var segment = fixture.sealed();
    var some = SegmentFixture.share(2, 2_500, 0.3);
    var expected = answers(fixture, segment, some);
    try (var threads = Executors.newFixedThreadPool(8)) {
      var found = new ArrayList<Future<List<RankedOrdinals>>>();
      for (int thread = 0; thread < 8; thread++) {
        found.add(threads.submit(() -> answers(fixture, segment, some)));
      }
      for (var future : found) {
        checkEqual(future.get(), expected);
      }
    }
    assertThat(segment.heapBytes()).isPositive();
  }

  @Test
  void scalarKernels_giveTheSameAnswers() throws Exception {
    for (int dimension : new int[] {8, 130, 400}) {
      for (var similarity : Similarity.values()) {
        var fixture =
            new SegmentFixture(similarity, SegmentFixture.clustered(7, 2_000, dimension, 9));
        fixture.sealed();
        var some = SegmentFixture.share(2, 2_000, 0.4);
        checkEqual(
            answers(fixture, with(fixture, CodeKernels.scalar()), some),
            answers(fixture, with(fixture, CodeKernels.best()), some));
      }
    }
  }
}
