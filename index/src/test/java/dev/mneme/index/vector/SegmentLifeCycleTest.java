package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.clustered;
import static dev.mneme.index.vector.VectorFixture.gaussian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.error.ClosedException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.memory.Similarity;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.OrdinalBitmap;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways of members between tiers; the answers of all are exact here. */
@Timeout(120)
class SegmentLifeCycleTest {
  private static final int DIMENSION = 6;
  private static final Path DIRECTORY = Path.of("/views/vector");

  private final Random random = new Random(41);
  private FaultyStorage storage = new FaultyStorage(41);

  private VectorFixture fixture(Similarity similarity) {
    var options = new VectorOptions(similarity, 8, 40, 64);
    return new VectorFixture(DIRECTORY, options, VectorKernels.scalar(), storage);
  }

  private float[][] vectors(int count) {
    return clustered(random, count, DIMENSION);
  }

  /** By every way, every member is found exactly once, with its score. */
  private void assertComplete(VectorFixture fixture, OrdinalBitmap members) {
    assertThat(fixture.view.members()).isEqualTo(members);
    for (int i = 0; i < 4; i++) {
      var query = gaussian(random, DIMENSION);
      var some = fixture.where(ordinal -> ordinal % 3 != 0).and(members);
      for (int k : new int[] {1, 10, 10_000}) {
        fixture.assertExact("graph", fixture.graph(query, members, k, 400), query, members, k);
        fixture.assertExact("exact", fixture.exact(query, members, k), query, members, k);
        fixture.assertExact("filtered", fixture.graph(query, some, k, 400), query, some, k);
      }
    }
  }

  private List<Path> segmentFiles() {
    return storage.files().stream()
        .filter(file -> file.getFileName().toString().startsWith("segment-"))
        .toList();
  }

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
      fixture.view.reclaim(OrdinalBitmap.of(0)); // or it would be grown
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
  void bulkLoad_growsTheSegmentThatIsThere_whileSearchesSeeEverything() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(1);
      int growth = fixture.segments.begun.get() + 1;
      fixture.segments.heldFrom = growth;
      fixture.add(vectors(100));
      fixture.segments.awaitBegun(growth);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 100, 1, 100));
      assertComplete(fixture, fixture.all());
      fixture.view.reclaim(OrdinalBitmap.of(3, 150)); // both are in what is being built
      var living = fixture.all().andNot(OrdinalBitmap.of(3, 150));
      assertComplete(fixture, living);
      fixture.segments.heldFrom = Integer.MAX_VALUE;
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 200));
      assertThat(fixture.segments.begun.get()).as("built once").isEqualTo(growth);
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

  @Test
  void segmentThatNoCheckpointNames_isDeletedAtOpen_andBuiltAgain() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      var batch = fixture.batch(vectors(200));
      fixture.view.apply(batch);
      fixture.view.awaitGraph();
      storage.write(DIRECTORY.resolve("segment-77.vectors.tmp"), new byte[99]);
      assertThat(segmentFiles()).hasSize(2);
      fixture.reopen();
      assertThat(segmentFiles()).isEmpty();
      assertThat(fixture.view.members().isEmpty()).isTrue();
      fixture.view.apply(batch);
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 200));
      assertComplete(fixture, fixture.all());
    }
  }

  @Test
  void segmentThatIsDamagedOrMissing_isBuiltAnew() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(200));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(1);
      var whole = storage;
      var file = segmentFiles().getFirst();
      int size = whole.bytes(file).length;
      for (int part = 0; part <= 40; part++) {
        int at = (int) ((long) size * part / 40);
        storage = whole.copy();
        if (part == 40) {
          storage.delete(file);
        } else if (at % 2 == 0) {
          storage.flip(file, at, 1 << at % 8);
        } else {
          storage.cut(file, at);
        }
        fixture.reopen(storage);
        assertThat(fixture.view.graph())
            .as("damaged at %d of %d", at, size)
            .isEqualTo(new GraphStatistics(0, 200, 0, 0));
        assertComplete(fixture, fixture.all());
        fixture.view.awaitGraph();
        assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 200));
        assertThat(segmentFiles()).hasSize(1).as("the new one has a new name").doesNotContain(file);
      }
    }
  }

  @Test
  void anotherSegmentUnderTheName_isNotTrusted() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(200));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(1);
      var file = segmentFiles().getFirst();
      new FlatSegments(storage, DIMENSION)
          .build(SegmentFixture.plan(OrdinalBitmap.ofRange(1, 201), 1), file, () -> false, _ -> {});
      fixture.reopen();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 200, 0, 0));
      assertComplete(fixture, fixture.all());
    }
  }

  @Test
  void ordinalsThatTheLogMayLose_areInNoNamedSegment() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(200));
      fixture.view.awaitGraph();
      fixture.view.checkpoint(1);
      fixture.add(vectors(200)); // not durable in the log yet
      fixture.view.compact();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 400));
      storage = storage.crash();
      fixture.reopen(storage);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 200));
      assertComplete(fixture, OrdinalBitmap.ofRange(0, 200));
      fixture.truncate(200);
      fixture.add(vectors(100)); // the same ordinals, other vectors
      assertComplete(fixture, OrdinalBitmap.ofRange(0, 300));
      fixture.view.checkpoint(2);
      fixture.view.compact();
      storage = storage.crash();
      fixture.reopen(storage);
      assertThat(fixture.view.graph()).as("durable").isEqualTo(new GraphStatistics(0, 0, 1, 300));
      assertThat(segmentFiles()).hasSize(1);
    }
  }

  @Test
  void unreadableVector_keepsOnlyItselfOutOfTheSegment() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.unreadable.add(40);
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 1, 1, 99));
      fixture.unreadable.clear();
      assertComplete(fixture, fixture.all());
      fixture.view.compact();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 100));
    }
  }

  @Test
  void nothingReadable_leavesEverythingToTheScan() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(100));
      fixture.view.awaitGraph();
      fixture.unreadable.addAll(fixture.log.keySet());
      fixture.view.reclaim(OrdinalBitmap.ofRange(0, 50));
      fixture.view.awaitGraph();
      fixture.unreadable.clear();
      assertComplete(fixture, OrdinalBitmap.ofRange(50, 100));
      fixture.view.compact();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 50));
    }
  }

  @Test
  void close_whileASegmentIsBuilt_cancelsIt_andLosesNothing() throws Exception {
    var fixture = fixture(Similarity.COSINE);
    fixture.segments.heldFrom = 1;
    fixture.add(vectors(300));
    fixture.segments.awaitBegun(1);
    fixture.view.checkpoint(4);
    var compaction = CompletableFuture.runAsync(fixture.view::compact);
    fixture.segments.awaitBegun(2);
    fixture.close();
    assertThatThrownBy(() -> compaction.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClosedException.class);
    assertThatThrownBy(fixture.view::compact).isInstanceOf(ClosedException.class);
    fixture.segments.heldFrom = Integer.MAX_VALUE;
    assertThat(segmentFiles()).isEmpty();
    fixture.reopen();
    assertComplete(fixture, fixture.all());
    fixture.view.awaitGraph();
    assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 300));
    fixture.close();
  }

  @Test
  void fullDisk_isTold_andTriedAgain() throws Exception {
    try (var fixture = fixture(Similarity.COSINE)) {
      fixture.add(vectors(10));
      fixture.view.awaitGraph();
      storage.failCall(1);
      assertThatThrownBy(fixture.view::compact).isInstanceOf(StorageException.class);
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(10, 0, 0, 0));
      assertComplete(fixture, fixture.all());
      storage.failCall(1);
      fixture.add(vectors(100));
      while (fixture.view.graph().segments() == 0) {
        Thread.sleep(1); // it tries again on its own
      }
      fixture.view.awaitGraph();
      assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 110));
    }
  }

  @Test
  void anyStorageCallThatFails_losesNothing_nowOrAfterACrash() throws Exception {
    float[][] first = vectors(150);
    float[][] second = vectors(90);
    boolean failed = true;
    for (int call = 1; failed; call++) {
      storage = new FaultyStorage(call);
      try (var fixture = fixture(Similarity.EUCLIDEAN)) {
        storage.failCall(call);
        steps(fixture, first, second);
        failed = storage.failed();
        storage.failNothing();
        assertComplete(fixture, fixture.all());
        storage = call % 2 == 0 ? storage.crash() : storage.kill();
        var recovered = fixture.reopen(storage).view.members();
        assertComplete(fixture, recovered);
        fixture.view.apply(fixture.again());
        assertComplete(fixture, fixture.all());
        fixture.view.compact();
        fixture.view.checkpoint(4);
        assertThat(fixture.view.graph()).isEqualTo(new GraphStatistics(0, 0, 1, 240));
        assertThat(segmentFiles()).as("call %d", call).hasSize(1);
      } catch (AssertionError e) {
        throw new AssertionError("call " + call, e);
      }
      assertThat(call).isLessThan(500);
    }
  }

  private static void steps(VectorFixture fixture, float[][] first, float[][] second)
      throws InterruptedException {
    fixture.add(first);
    tolerated(fixture.view::awaitGraph);
    tolerated(() -> fixture.view.checkpoint(1));
    fixture.add(second);
    tolerated(fixture.view::awaitGraph);
    tolerated(() -> fixture.view.checkpoint(2));
    tolerated(fixture.view::compact);
    tolerated(() -> fixture.view.checkpoint(3));
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static void tolerated(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (StorageException | CompletionException e) {
      assertThat(e).hasMessageContaining("injected failure");
    }
  }
}
