package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.commit.CommitPipeline;
import dev.mneme.index.store.commit.Committer;
import dev.mneme.index.store.maintain.StoreMaintenance;
import dev.mneme.index.store.repair.StoreRecovery;
import dev.mneme.index.store.state.CatalogFile;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.memory.Language;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store promises when something fails, or is slow to come. */
class LocalStoreFailureTest {
  private static final long PATIENCE_SECONDS = 30;

  @TempDir private Path directory;
  private final TrippedStorage storage = new TrippedStorage();

  /** The views know a namespace by its number, which only the catalog or the log can tell. */
  @Test
  void compactionWithoutItsCatalog_keepsTheNumbersOfNamespaces() {
    try (var store = open(true)) {
      store.flush();
      store.write("first", List.of(memory("a")), false);
      store.write("second", List.of(memory("b")), false);
      store.delete("first", List.of("a"));
      var rewritten = new AtomicBoolean();
      storage.failing =
          path -> {
            if (path.toString().endsWith(".log")) {
              rewritten.set(true);
            }
            return rewritten.get() && path.endsWith("views/catalog");
          };
      assertThatThrownBy(store::compact).isInstanceOf(StorageException.class);
    }
    storage.failing = _ -> false;
    try (var store = open(true);
        var snapshot = store.snapshot()) {
      assertThat(store.matching(snapshot, "second", Filter.all()).cardinality()).isEqualTo(1);
      assertThat(store.matching(snapshot, "first", Filter.all()).cardinality()).isZero();
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  @Test
  void closeThatFails_givesTheLockBack() {
    var store = open(true);
    store.write("n", List.of(memory("a")), false);
    storage.failing = _ -> true;
    assertThatThrownBy(store::close).isInstanceOf(StorageException.class);
    storage.failing = _ -> false;
    try (var again = open(true)) {
      assertThat(again.get("n", "a")).isPresent();
    }
  }

  /** Without a word of it the client would take the close for the fsync that it was promised. */
  @Test
  void closeThatCannotSyncWhatWasAcknowledged_saysSo() {
    var store = open(false);
    store.write("n", List.of(memory("a")), false);
    storage.failingSync = path -> path.toString().endsWith(".log");
    assertThatThrownBy(store::close)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("may not be durable");
    storage.failingSync = _ -> false;
    open(false).close(); // it has given the lock back
  }

  @Test
  void closeByAnInterruptedThread_checkpointsAllTheSame() {
    var store = open(true);
    store.write("n", List.of(memory("a")), false);
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    var catalog = CatalogFile.read(storage, directory);
    assertThat(catalog.map(CatalogFile.Content::sequence)).contains(0L);
  }

  @Test
  void openByAnInterruptedThread_opens() {
    try (var store = open(true)) {
      store.write("n", List.of(memory("a")), false);
    }
    Thread.currentThread().interrupt();
    try (var store = open(true)) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.text().ordinals().cardinality()).isEqualTo(1);
    }
  }

  /** Without a pause between them the committer is never idle. */
  @Test
  void asyncWrite_isSyncedThoughOnlyOperationsThatChangeNothingFollow() {
    try (var store = open(false)) {
      store.write("n", List.of(memory("a")), false);
      long before = storage.syncs.get();
      long start = System.nanoTime();
      while (storage.syncs.get() == before
          && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        store.delete("n", List.of("missing"));
      }
      assertThat(storage.syncs.get()).isGreaterThan(before);
    }
  }

  @Test
  void writeIsAcknowledged_thoughTheCheckpointAfterItFails() {
    var options = options(true, 1);
    try (var store = LocalStore.open(directory, options)) {
      storage.failing = path -> path.endsWith("views/catalog");
      store.write("n", List.of(memory("a")), false);
      assertThat(store.get("n", "a")).isPresent();
      // The next one comes behind the maintenance, and so to a store that has stopped writing.
      assertThatThrownBy(() -> store.write("n", List.of(memory("b")), false))
          .isInstanceOf(StorageException.class);
    }
    storage.failing = _ -> false;
    try (var store = open(true)) {
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.get("n", "b")).isEmpty();
    }
  }

  @Test
  void operationThatTheLogRefuses_failsAlone() throws Exception {
    withStore(
        store -> {
          try (var committer = started(store)) {
            var refused = new CompletableFuture<Boolean>();
            var thread =
                new Thread(
                    () -> {
                      try {
                        refused.complete(put(committer, "i".repeat(70_000)));
                      } catch (RuntimeException e) {
                        refused.completeExceptionally(e);
                      }
                    });
            boolean written =
                committer.write(
                    batch -> {
                      if (thread.getState() == Thread.State.NEW) {
                        thread.start();
                        awaitWaiting(thread);
                      }
                      batch.put("n", memory("a"));
                      return true;
                    });
            assertThat(written).isTrue();
            assertThatThrownBy(() -> refused.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InvalidRequestException.class);
            assertThat(put(committer, "b")).isTrue();
            assertThat(store.publication().live().cardinality()).isEqualTo(2);
          }
        });
  }

  private static Committer started(OpenStore store) {
    var committer = new Committer(new CommitPipeline(store), new StoreMaintenance(store));
    committer.start();
    return committer;
  }

  private static boolean put(Committer committer, String id) {
    return committer.write(
        batch -> {
          batch.put("n", memory(id));
          return true;
        });
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }
  }

  private interface OpenStoreTest {
    void run(OpenStore store) throws Exception;
  }

  private void withStore(OpenStoreTest test) throws Exception {
    var options = options(true, StoreOptions.DEFAULT_CHECKPOINT_BYTES);
    var info =
        new StoreProperties(
            Optional.empty(), OptionalInt.empty(), Similarity.COSINE, Language.ENGLISH);
    try (var log = MemoryLog.open(storage, directory.resolve("log"), LogOptions.defaults())) {
      var recovered = new StoreRecovery(directory, options, log).run(info);
      try (var _ = recovered.views()) {
        test.run(new OpenStore(directory, options, () -> {}, log, recovered));
      }
    }
  }

  private LocalStore open(boolean sync) {
    return LocalStore.open(directory, options(sync, StoreOptions.DEFAULT_CHECKPOINT_BYTES));
  }

  private StoreOptions options(boolean sync, long checkpointBytes) {
    return StoreOptions.on(storage)
        .sync(sync)
        .asyncWindow(Duration.ofMillis(100), 1_000)
        .graphCapacity(64)
        .offHeapIdsFrom(Long.MAX_VALUE)
        .checkpointBytes(checkpointBytes);
  }

  private static Memory memory(String id) {
    return Memory.text("text of " + id.charAt(0)).id(id).build();
  }
}
