package dev.mneme.index.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways of members between tiers. */
@Timeout(120)
class SegmentLifeCycleTest extends SegmentLifeCycle {

  @ParameterizedTest
  @EnumSource
  void bulkLoad_isSealedStraightAway_andLeavesTheHeap(Similarity similarity) throws Exception {
    try (var fixture = fixture(similarity)) {
      fixture.add(vectors(1_000));
      assertComplete(fixture, fixture.all());
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 1_000));
      assertComplete(fixture, fixture.all());
      long bitmaps = 4_000;
      assertThat(fixture.view.statistics().heapBytes()).isLessThan(bitmaps);
    }
  }

  @Test
  void fullGraph_isSealed_andTheNextOneStartsEmpty() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      for (int i = 0; i < 64; i++) {
        fixture.add(vectors(1));
        fixture.view.awaitGraph();
      }
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(64, 0, 0, 0));
      fixture.add(vectors(1));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 65));
      fixture.add(vectors(3));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(3, 0, 1, 65));
      assertComplete(fixture, fixture.all());
    }
  }

  @Test
  void whileASegmentIsBuilt_searchesSeeEverything_andNewMembersToo() throws Exception {
    try (var fixture = fixture(Similarity.EUCLIDEAN)) {
      fixture.segments.heldFrom = 1;
      fixture.add(vectors(200));
      fixture.segments.awaitBegun(1);
      assertComplete(fixture, fixture.all());
      fixture.add(vectors(50));
      fixture.view.reclaim(OrdinalBitmap.ofRange(150, 220));
      var members = fixture.all().andNot(OrdinalBitmap.ofRange(150, 220));
      assertComplete(fixture, members);
      assertThat(fixture.view.graph().pending()).isEqualTo(180);
      fixture.segments.heldFrom = Integer.MAX_VALUE;
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph().pending()).isZero();
      assertComplete(fixture, members);
    }
  }

  @Test
  void whileSegmentsMerge_newMembersJoinTheGraph() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph().segments()).isEqualTo(1);
      fixture.view.reclaim(OrdinalBitmap.of(0)); // or it would be built on
      int merge = fixture.segments.begun.get() + 2;
      fixture.segments.heldFrom = merge;
      fixture.add(vectors(100));
      fixture.segments.awaitBegun(merge);
      fixture.add(vectors(10));
      while (fixture.view.graph().nodes() < 10) {
        Thread.sleep(1);
      }
      assertThat(fixture.view.graph().segments()).isEqualTo(2);
      var living = OrdinalBitmap.ofRange(1, 210);
      assertComplete(fixture, living);
      fixture.segments.heldFrom = Integer.MAX_VALUE;
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(10, 0, 1, 199));
      assertComplete(fixture, living);
    }
  }

  @Test
  void bulkLoad_buildsOnTheSegmentThatIsThere_whileSearchesSeeEverything() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(1);
      int build = fixture.segments.begun.get() + 1;
      fixture.segments.heldFrom = build;
      fixture.add(vectors(100));
      fixture.segments.awaitBegun(build);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 100, 1, 100));
      assertComplete(fixture, fixture.all());
      fixture.view.reclaim(OrdinalBitmap.of(3, 150)); // both are in what is being built
      var living = fixture.all().andNot(OrdinalBitmap.of(3, 150));
      assertComplete(fixture, living);
      fixture.segments.heldFrom = Integer.MAX_VALUE;
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 200));
      assertThat(fixture.segments.begun.get()).as("built once").isEqualTo(build);
      assertComplete(fixture, living);
      storage = storage.crash(); // no checkpoint names the larger one
      fixture.reopen(storage);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 100));
      assertComplete(fixture, OrdinalBitmap.ofRange(0, 100));
    }
  }

  @Test
  void segmentThatIsWorn_isBuiltAnew_withoutTheDead() throws Exception {
    try (var fixture = fixture(Similarity.DOT)) {
      fixture.add(vectors(300));
      fixture.view.awaitGraph();
      fixture.view.reclaim(OrdinalBitmap.ofRange(0, 90));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph().sealed()).as("30% dead").isEqualTo(300);
      fixture.view.reclaim(OrdinalBitmap.of(90));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 209));
      assertComplete(fixture, OrdinalBitmap.ofRange(91, 300));
      fixture.view.reclaim(fixture.all());
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 0, 0));
      fixture.view.checkpoint(7);
      assertThat(segmentFiles()).isEmpty();
    }
  }

  @Test
  void compact_leavesOneSegmentOfTheLiving_andItsFile() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.view.compact();
      assertThat(fixture.view.graph().segments()).isZero();
      fixture.add(vectors(150));
      fixture.view.awaitGraph();
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      fixture.add(vectors(10));
      var dead = OrdinalBitmap.of(0, 17, 149, 200, 255);
      fixture.view.reclaim(dead);
      fixture.view.compact();
      var living = fixture.all().andNot(dead);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 255));
      assertComplete(fixture, living);
      fixture.view.checkpoint(5);
      assertThat(segmentFiles()).hasSize(1);
      int built = fixture.segments.begun.get();
      fixture.view.compact();
      assertThat(fixture.segments.begun.get()).as("nothing to do").isEqualTo(built);
      fixture.reopen();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 255));
      assertComplete(fixture, living);
    }
  }

  @Test
  void reopened_hasItsSegments_withoutReadingAVector() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(500));
      fixture.view.awaitGraph();
      fixture.add(vectors(12));
      fixture.view.checkpoint(3);
      fixture.unreadable.addAll(fixture.log.keySet());
      fixture.reopen();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 12, 1, 500));
      fixture.unreadable.clear();
      assertComplete(fixture, fixture.all());
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(12, 0, 1, 500));
      assertThat(fixture.segments.built.get()).isEqualTo(1);
    }
  }
}
