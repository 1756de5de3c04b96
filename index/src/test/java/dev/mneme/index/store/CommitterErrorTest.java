package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.FailingEncoder;
import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.error.InternalException;
import dev.mneme.index.store.commit.CommitPipeline;
import dev.mneme.index.store.commit.Committer;
import dev.mneme.index.store.commit.WriteOperation;
import dev.mneme.index.store.maintain.StoreMaintenance;
import dev.mneme.index.store.repair.StoreRecovery;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.memory.Language;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A slip of a programmer in the writer. Before the first written byte it costs the operation that
 * it happened to, and nobody else anything; after it the store stops, and says why.
 */
class CommitterErrorTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final List<Supplier<Throwable>> ERRORS =
      List.of(
          () -> new IndexOutOfBoundsException("injected"),
          () -> new StackOverflowError("injected"),
          () -> new OutOfMemoryError("injected"));

  @TempDir private Path directory;
  private final TrippedStorage storage = new TrippedStorage();
  private final FailingEncoder encoder = new FailingEncoder();

  @Test
  void operationThatDiesWhileItIsStaged_failsAlone() {
    withCommitter(
        committer -> {
          for (var error : ERRORS) {
            var group = group(committer, putting("a"), dyingBehind("half", error), putting("b"));
            assertThat(group.get(0)).isNull();
            assertThat(group.get(1)).isInstanceOf(InternalException.class);
            assertThat(group.get(2)).isNull();
          }
        });
    assertStored("a", "b");
  }

  @Test
  void operationThatCannotBeEncoded_failsAlone() {
    withCommitter(
        committer -> {
          for (var error : ERRORS) {
            encoder.error = error;
            encoder.before = record -> record.id().equals("bad");
            assertSecondRefused(group(committer, putting("a"), putting("bad"), putting("b")));
            encoder.before = _ -> false;
            encoder.after = record -> record.id().equals("bad");
            assertSecondRefused(group(committer, putting("c"), putting("bad"), putting("d")));
            encoder.after = _ -> false;
          }
        });
    assertStored("a", "b", "c", "d");
  }

  @Test
  void groupWhoseEndCannotBeEncoded_isRefusedAndTheStoreGoesOn() {
    withCommitter(
        committer -> {
          encoder.atEnd = true;
          assertThat(group(committer, putting("x"), putting("y")))
              .allSatisfy(failure -> assertThat(failure).isInstanceOf(InternalException.class));
          encoder.atEnd = false;
          assertThat(group(committer, putting("a"), putting("b"))).containsOnlyNulls();
        });
    assertStored("a", "b");
  }

  /** Recovery decides what became of it: the caller was told that it is not known. */
  @Test
  void errorBehindTheFirstByte_stopsTheStoreUntilItIsReopened() {
    withCommitter(
        committer -> {
          assertThat(group(committer, putting("a"))).containsOnlyNulls();
          storage.broken = path -> path.toString().endsWith(".log");
          assertThat(group(committer, putting("unknown")).getFirst())
              .isInstanceOf(InternalException.class)
              .hasMessageContaining("refuses writes until it is reopened");
          storage.broken = _ -> false;
          assertThat(group(committer, putting("b"), dyingBehind("c", ERRORS.getFirst())))
              .allSatisfy(
                  failure ->
                      assertThat(failure)
                          .isInstanceOf(InternalException.class)
                          .hasMessageContaining("refuses writes until it is reopened"));
        });
    try (var store = open()) {
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.get("n", "b")).isEmpty();
      assertThat(store.verify().problems()).isEmpty();
      store.write("n", List.of(memory("b")), false);
    }
  }

  /** The log has everything: what a checkpoint lacks is replayed. */
  @Test
  void errorInACheckpoint_stopsNoWrites() {
    try (var store = LocalStore.open(directory, options(1))) {
      for (var name : List.of("catalog", "time", "attributes", "vector")) {
        storage.broken = path -> path.toString().contains("views/" + name);
        store.write("n", List.of(memory("a " + name)), false);
        store.write("n", List.of(memory("b " + name)), false);
        assertThatThrownBy(store::flush).isInstanceOf(InternalException.class);
        storage.broken = _ -> false;
        store.write("n", List.of(memory("c " + name)), false);
      }
      store.flush();
    }
    try (var store = open()) {
      for (var name : List.of("catalog", "time", "attributes", "vector")) {
        for (var each : List.of("a ", "b ", "c ")) {
          assertThat(store.get("n", each + name)).isPresent();
        }
      }
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  private static void assertSecondRefused(List<Throwable> group) {
    assertThat(group.get(0)).isNull();
    assertThat(group.get(1))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("nothing was written")
        .hasMessageContaining("injected");
    assertThat(group.get(2)).isNull();
  }

  private void assertStored(String... ids) {
    try (var store = open();
        var snapshot = store.snapshot()) {
      assertThat(snapshot.live().cardinality()).isEqualTo(ids.length);
      for (var id : ids) {
        assertThat(store.get("n", id)).map(LogRecord.Put::memory).contains(memory(id));
      }
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  private static WriteOperation<Boolean> putting(String id) {
    return batch -> {
      batch.put("n", memory(id));
      return true;
    };
  }

  private static WriteOperation<Boolean> dyingBehind(String id, Supplier<Throwable> error) {
    return batch -> {
      batch.put("n", memory(id));
      switch (error.get()) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
    };
  }

  /** Commits the operations as one group; what each failed with, or null. */
  @SafeVarargs
  private static List<Throwable> group(Committer committer, WriteOperation<Boolean>... operations) {
    var gate = new CountDownLatch(1);
    var held = CompletableFuture.supplyAsync(() -> committer.maintain(() -> await(gate)));
    var outcomes = new ArrayList<CompletableFuture<Throwable>>();
    for (var operation : operations) {
      var outcome = new CompletableFuture<Throwable>();
      var thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      committer.write(operation);
                      outcome.complete(null);
                    } catch (Throwable e) {
                      outcome.complete(e);
                    }
                  });
      while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
        Thread.onSpinWait(); // so that they are queued in this order
      }
      outcomes.add(outcome);
    }
    gate.countDown();
    held.join();
    return outcomes.stream()
        .map(outcome -> outcome.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
        .toList();
  }

  private static boolean await(CountDownLatch gate) {
    try {
      return gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private interface CommitterTest {
    void run(Committer committer);
  }

  private void withCommitter(CommitterTest test) {
    var options = options(StoreOptions.DEFAULT_CHECKPOINT_BYTES);
    var info =
        new StoreProperties(
            Optional.empty(), OptionalInt.empty(), Similarity.COSINE, Language.ENGLISH);
    info.write(storage, directory);
    try (var log = encoder.open(storage, directory.resolve("log"), LogOptions.defaults())) {
      var recovered = new StoreRecovery(directory, options, log).run(info);
      try (var _ = recovered.views();
          var committer = committer(new OpenStore(directory, options, () -> {}, log, recovered))) {
        committer.start();
        test.run(committer);
      }
      recovered.catalog().ids().close();
    }
  }

  private static Committer committer(OpenStore store) {
    return new Committer(new CommitPipeline(store), new StoreMaintenance(store));
  }

  private LocalStore open() {
    return LocalStore.open(directory, options(StoreOptions.DEFAULT_CHECKPOINT_BYTES));
  }

  private StoreOptions options(long checkpointBytes) {
    return StoreOptions.on(storage)
        .asyncWindow(Duration.ofMillis(100), 1_000)
        .graphCapacity(64)
        .offHeapIdsFrom(Long.MAX_VALUE)
        .checkpointBytes(checkpointBytes);
  }

  private static Memory memory(String id) {
    return Memory.text("text of " + id).id(id).time(Instant.EPOCH).build();
  }
}
