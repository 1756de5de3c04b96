package dev.mneme.index.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.error.ClosedException;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.build.SegmentFixture;
import dev.mneme.memory.Similarity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of members where files are damaged, disks fail, or vectors cannot be read. */
@Timeout(120)
class SegmentFailureTest extends SegmentLifeCycle {

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
