package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.index.vector.score.VectorSource;
import dev.mneme.index.vector.segment.SegmentHeader;
import dev.mneme.memory.Similarity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build that is not wanted any more ends soon, whatever it is doing, and leaves nothing. */
@Execution(ExecutionMode.CONCURRENT)
class SegmentCancelTest {
  private static final int MEMBERS = 1_500;

  private static SegmentFixture fixture() {
    return new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(3, MEMBERS, 24, 4));
  }

  private static boolean isBuilt(SegmentFixture fixture, BooleanSupplier cancelled) {
    return isBuilt(fixture, fixture::vector, cancelled);
  }

  private static boolean isBuilt(
      SegmentFixture fixture, VectorSource source, BooleanSupplier cancelled) {
    return new MappedSegments(
            fixture.storage, source, fixture.scorer, fixture.similarity, fixture.dimension())
        .build(SegmentFixture.plan(fixture.all(), 1), SegmentFixture.FILE, cancelled, _ -> {})
        .isPresent();
  }

  @Test
  void cancelled_atAnyPoll_endsThere() {
    var polls = new AtomicInteger();
    assertThat(isBuilt(fixture(), () -> polls.getAndIncrement() < 0)).isTrue();
    int all = polls.get();
    for (int poll = 0; poll < all; poll = poll < 5 ? poll + 1 : poll + 1 + all / 20) {
      int last = Math.min(poll, all - 1);
      var fixture = fixture();
      var seen = new AtomicInteger();
      assertThat(isBuilt(fixture, () -> seen.getAndIncrement() >= last))
          .as("cancelled at poll %d of %d", last, all)
          .isFalse();
      assertThat(seen.get()).isEqualTo(last + 1);
      assertThat(fixture.storage.files()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 777, MEMBERS - 100})
  void cancelled_whileVectorsAreRead_readsNoMoreThanAFew(int wanted) {
    var fixture = fixture();
    var reads = new AtomicInteger();
    boolean built =
        isBuilt(
            fixture,
            ordinal -> {
              reads.incrementAndGet();
              return fixture.vector(ordinal);
            },
            () -> reads.get() >= wanted);
    assertThat(built).isFalse();
    assertThat(reads.get()).isBetween(wanted, wanted + 64);
    assertThat(fixture.storage.files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void cancelled_whileTheFileIsWritten_writesNoFurtherBlock(int blocks) {
    var fixture =
        new SegmentFixture(Similarity.COSINE, SegmentFixture.clustered(5, 3_000, 2_048, 4));
    var most = new AtomicInteger();
    boolean built =
        isBuilt(
            fixture,
            () -> {
              most.accumulateAndGet(written(fixture.storage), Math::max);
              return most.get() >= blocks * SegmentHeader.BLOCK;
            });
    assertThat(built).isFalse();
    assertThat(most.get()).isEqualTo(blocks * SegmentHeader.BLOCK);
    assertThat(fixture.storage.files()).isEmpty();
  }

  private static int written(FaultyStorage storage) {
    var file = SegmentFixture.FILE.resolveSibling(SegmentFixture.FILE.getFileName() + ".tmp");
    try {
      return storage.exists(file) ? storage.bytes(file).length : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void cancelled_whileLinksAreRepaired_repairsNoMore() {
    try (var arena = Arena.ofConfined()) {
      int nodes = 500; // none of them linked
      for (int wanted : new int[] {1, 2, 30, 499}) {
        var links = new MutableLinks(arena, nodes, 3);
        var asked = new AtomicInteger();
        Runnable check =
            () -> {
              if (asked.get() >= wanted) {
                throw new WorkerPool.Cancelled();
              }
            };
        assertThatThrownBy(
                () ->
                    new Reachability(links, 0, check)
                        .repair(
                            new int[] {0},
                            _ -> {
                              asked.incrementAndGet();
                              return new int[0];
                            }))
            .isInstanceOf(WorkerPool.Cancelled.class);
        assertThat(asked.get()).isEqualTo(wanted);
      }
    }
  }
}
