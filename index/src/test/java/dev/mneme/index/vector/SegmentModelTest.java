package dev.mneme.index.vector;

import static dev.mneme.index.vector.VectorFixture.gaussian;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random sequences of what a store does to its vector view, with crashes, kills, damage and a full
 * disk: every answer is that of brute force over the members that should be there.
 */
@Timeout(300)
class SegmentModelTest {
  private static final Path DIRECTORY = Path.of("/views/vector");
  private static final int DIMENSION = 3;
  private static final int SEEDS = 40;
  private static final int STEPS = 60;

  @Test
  void randomSteps_loseNothing_andFindEachOnce() throws Exception {
    for (long seed = 1; seed <= SEEDS; seed++) {
      try (var run = new Run(seed)) {
        for (int step = 0; step < STEPS; step++) {
          run.step();
        }
        run.finish();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class Run implements AutoCloseable {
    private final Random random;
    private final VectorFixture fixture;
    private FaultyStorage storage;
    private OrdinalBitmap live = OrdinalBitmap.empty();
    private int added;
    private int durable;

    Run(long seed) {
      random = new Random(seed);
      storage = new FaultyStorage(seed);
      var similarity = Similarity.values()[(int) (seed % 3)];
      var options = new VectorOptions(similarity, 4, 20, seed % 2 == 0 ? 16 : 64);
      fixture = new VectorFixture(DIRECTORY, options, VectorKernels.scalar(), storage);
    }

    void step() throws InterruptedException {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3 -> add(1 + random.nextInt(60));
        case 4, 5 -> add(1);
        case 6, 7 -> reclaim();
        case 8 -> tolerating(fixture.view::awaitGraph);
        case 9, 10 -> tolerating(this::checkpoint);
        case 11 -> tolerating(fixture.view::compact);
        case 12 -> storage.failCall(1 + random.nextInt(12));
        case 13 -> reopen(storage, added);
        case 14 -> reopen(storage.kill(), added);
        default -> reopen(storage.crash(), durable + random.nextInt(added - durable + 1));
      }
      check();
    }

    private void add(int count) {
      var vectors = new float[count][];
      for (int i = 0; i < count; i++) {
        // Some are equal, so that ties and shared nodes come up.
        vectors[i] =
            switch (random.nextInt(12)) {
              case 0 -> new float[] {1, 2, 3};
              case 1 -> new float[DIMENSION];
              default -> gaussian(random, DIMENSION);
            };
      }
      fixture.view.apply(fixture.batch(vectors));
      live = live.or(OrdinalBitmap.ofRange(added, added + count));
      added += count;
    }

    private void reclaim() {
      double share = random.nextInt(4) == 0 ? 0.6 : 0.1;
      var dead =
          OrdinalBitmap.of(
              IntStream.of(live.toArray()).filter(_ -> random.nextDouble() < share).toArray());
      live = live.andNot(dead);
      fixture.view.reclaim(dead);
    }

    private void checkpoint() {
      durable = added; // the log first
      fixture.view.checkpoint(added);
    }

    /** What the store's recovery does: gives the view what it lacks, and takes what is dead. */
    private void reopen(FaultyStorage found, int kept) {
      fixture.view.close(); // whose threads would go on deleting what is to be damaged
      storage = found;
      if (random.nextInt(3) == 0) {
        damage();
      }
      storage.failNothing();
      fixture.reopen(storage);
      live = live.range(0, kept);
      added = kept;
      durable = kept;
      long recovered = fixture.view.recoveredSequence();
      assertThat(recovered).isLessThanOrEqualTo(kept);
      var members = fixture.view.members();
      var again = fixture.again().added();
      var missing =
          again.stream()
              .filter(one -> one.ordinal() >= recovered && live.contains(one.ordinal()))
              .toList();
      fixture.truncate(kept);
      fixture.view.apply(new CommitBatch(kept, missing, new int[0]));
      fixture.view.reclaim(members.andNot(live));
    }

    private void damage() {
      var files =
          storage.files().stream()
              .filter(file -> file.getFileName().toString().startsWith("segment-"))
              // Nobody opens what was being built.
              .filter(file -> !file.getFileName().toString().endsWith(".tmp"))
              .toList();
      if (!files.isEmpty()) {
        var file = files.get(random.nextInt(files.size()));
        int size = storage.bytes(file).length;
        if (random.nextBoolean()) {
          storage.cut(file, random.nextInt(size + 1));
        } else if (size > 0) {
          storage.flip(file, random.nextInt(size), 1 << random.nextInt(8));
        }
      }
    }

    private void check() {
      assertThat(fixture.view.members()).isEqualTo(live);
      var query = random.nextInt(8) == 0 ? new float[DIMENSION] : gaussian(random, DIMENSION);
      var allowed =
          random.nextBoolean() ? live : live.and(fixture.where(_ -> random.nextInt(3) == 0));
      int k = random.nextBoolean() ? 5 : 10_000;
      fixture.assertExact("graph", fixture.graph(query, allowed, k, 500), query, allowed, k);
      fixture.assertExact("exact", fixture.exact(query, allowed, k), query, allowed, k);
    }

    /** In the end one segment holds all, and its file is the only one. */
    void finish() {
      storage.failNothing();
      fixture.view.compact();
      checkpoint();
      var statistics = fixture.view.graph();
      var placed = live.and(fixture.where(ordinal -> !fixture.isZero(ordinal)));
      assertThat(statistics)
          .isEqualTo(new GraphStatistics(0, 0, placed.isEmpty() ? 0 : 1, placed.cardinality()));
      reopen(storage, added);
      checkpoint();
      assertThat(storage.files().size()).isLessThanOrEqualTo(2); // damaged ones are gone
      check();
    }

    private interface Step {
      void run() throws InterruptedException;
    }

    private static void tolerating(Step step) throws InterruptedException {
      try {
        step.run();
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("injected failure");
      }
    }

    @Override
    public void close() {
      fixture.close();
    }
  }
}
