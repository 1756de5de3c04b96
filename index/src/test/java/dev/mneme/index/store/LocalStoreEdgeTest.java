package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The narrow places: first vectors, single damaged records, deletions undone, two who close. */
class LocalStoreEdgeTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path directory;
  private final TrippedStorage storage = new TrippedStorage();
  private final TestClock clock = new TestClock();

  @Test
  void refusedFirstVector_fixesNoDimension() {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      var refused = memory("i".repeat(70_000)).toBuilder().embedding(new float[] {1, 2, 3}).build();
      assertThatThrownBy(() -> store.write("n", List.of(refused), false))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(store.info().dimension()).isEmpty();
      var other = memory("a").toBuilder().embedding(new float[] {1, 2, 3, 4}).build();
      store.write("n", List.of(other), false);
      assertThat(store.info().dimension()).hasValue(4);
    }
  }

  @Test
  void changesWhoseFsyncFailed_areSeenByNobody() {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(memory("a")), false);
      storage.failingSync = path -> path.toString().endsWith(".log");
      assertThatThrownBy(() -> store.write("n", List.of(memory("b")), false))
          .isInstanceOf(StorageException.class);
      storage.failingSync = _ -> false;
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.get("n", "b")).isEmpty();
      assertThat(count(store)).isEqualTo(1);
      assertThatThrownBy(() -> store.delete("n", List.of("a")))
          .isInstanceOf(StorageException.class);
    }
  }

  /** What is in the log decides, whether or not the note of the dimension came to be written. */
  @Test
  void firstVectorWhoseDimensionCouldNotBeNoted_fixesItAtTheNextOpen() {
    var first = memory("a").toBuilder().embedding(new float[] {1, 2, 3}).build();
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      storage.failing = path -> path.endsWith(StoreProperties.FILE);
      assertThatThrownBy(() -> store.write("n", List.of(first), false))
          .isInstanceOf(StorageException.class);
    }
    storage.failing = _ -> false;
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.info().dimension()).hasValue(3);
    }
    assertThat(StoreProperties.read(storage, directory).orElseThrow().dimension()).hasValue(3);
  }

  @Test
  void historyOfADeletedId_isNeverEmptyWhileItIsAddedAgain() throws Exception {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(memory("a")), false);
      var stop = new AtomicBoolean();
      var reads =
          CompletableFuture.supplyAsync(
              () -> {
                int count = 0;
                for (; !stop.get(); count++) {
                  assertThat(store.history("n", "a")).as("read %d", count).isNotEmpty();
                }
                return count;
              });
      for (int i = 0; i < 3_000 && !reads.isDone(); i++) {
        store.delete("n", List.of("a"));
        store.write("n", List.of(memory("a")), false);
      }
      stop.set(true);
      assertThat(reads.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  void damagedRecordThatExpires_stopsNoWrites() throws Exception {
    var expiring = memory("a").toBuilder().expires(clock.instant().plusSeconds(10)).build();
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(expiring), false);
    }
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      damage("text of a");
      clock.advance(20_000);
      store.write("n", List.of(memory("b")), false);
      store.write("n", List.of(memory("a")), false);
      assertThat(store.get("n", "a")).isPresent();
      assertThat(count(store)).isEqualTo(2);
      assertThat(store.delete("n", List.of("a"))).isEqualTo(1);
    }
  }

  /** The views have given it back: who found it by its id would find it for ever. */
  @Test
  void expiredMemory_doesNotComeBackWhenTheIdsAreReadFromTheLog() {
    var expiring = memory("a").toBuilder().expires(clock.instant().plusSeconds(10)).build();
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(expiring), false);
      clock.advance(20_000);
      store.write("n", List.of(memory("b")), false);
    }
    clock.advance(-15_000);
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      assertThat(store.get("n", "a")).isEmpty();
      assertThat(store.get("n", "b")).isPresent();
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  /** A view that had given it back beside a catalog that did not know would differ for ever. */
  @Test
  void crashWithinACheckpointAndAClockSetBack_leaveNoViewThatDiffers() {
    for (var last : List.of("catalog", "attributes", "time", "vector")) {
      var id = "a-" + last;
      var expiring =
          memory(id).toBuilder()
              .embedding(new float[] {1, 2, 3})
              .expires(clock.instant().plusSeconds(10))
              .build();
      var store = open(Optional.empty(), Long.MAX_VALUE);
      store.write("n", List.of(expiring), false);
      store.flush();
      clock.advance(20_000);
      store.write("n", List.of(memory("b-" + last)), false);
      storage.failing = path -> path.startsWith(directory.resolve("views").resolve(last));
      assertThatThrownBy(store::flush).as(last).isInstanceOf(StorageException.class);
      closeQuietly(store);
      storage.failing = _ -> false;
      clock.advance(-15_000);
      try (var recovered = open(Optional.empty(), Long.MAX_VALUE);
          var snapshot = recovered.snapshot()) {
        assertThat(recovered.verify().problems()).as(last).isEmpty();
        boolean found =
            recovered.get("n", id).filter(put -> snapshot.isVisible(put.ordinal())).isPresent();
        assertThat(found).as("%s: gone, since the log says so", last).isFalse();
      }
      clock.advance(60_000);
    }
  }

  /** Reads do not show an id that leads to a dead memory: only the check would tell. */
  @Test
  void deletion_leavesTheIdMapAndEveryView() {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(memory("a"), memory("b")), false);
      assertThat(store.delete("n", List.of("a"))).isEqualTo(1);
      assertThat(store.verify().problems()).isEmpty();
    }
  }

  @Test
  void damagedRecord_canBeReplacedAndDeleted() throws Exception {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(memory("a"), memory("b")), false);
    }
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      damage("text of a");
      damage("text of b");
      assertThatThrownBy(() -> store.get("n", "a")).isInstanceOf(CorruptionException.class);
      assertThat(store.write("n", List.of(memory("a")), true)).isEqualTo(1);
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.history("n", "a")).hasSize(1);
      assertThat(store.delete("n", List.of("b"))).isEqualTo(1);
      assertThat(store.get("n", "b")).isEmpty();
    }
  }

  @Test
  void compactionThatMeetsADamagedRecord_refusesNoWrites() throws Exception {
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.write("n", List.of(memory("a"), memory("b")), false);
    }
    try (var store = open(Optional.empty(), Long.MAX_VALUE)) {
      store.delete("n", List.of("b"));
      damage("text of a");
      assertThatThrownBy(store::compact).isInstanceOf(CorruptionException.class);
      store.write("n", List.of(memory("c")), false);
      assertThat(store.get("n", "c")).isPresent();
    }
  }

  @Test
  void openThatFailsAtItsLastStep_leavesNothingOpen() throws Exception {
    assumeThat(JvmFlags.missingForOffHeapIds()).isEmpty();
    assumeThat(Path.of("/proc/self/maps")).exists();
    try (var store = open(Optional.empty(), 0)) {
      store.write("n", List.of(memory("a")), false);
    }
    storage.failing = path -> path.endsWith(StoreProperties.FILE);
    assertThatThrownBy(() -> open(Optional.of("embedder"), 0)).isInstanceOf(StorageException.class);
    storage.failing = _ -> false;
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      var views = directory.resolve("views").toString();
      assertThat(maps.filter(line -> line.contains(views))).isEmpty();
    }
    try (var store = open(Optional.of("embedder"), 0)) {
      assertThat(store.get("n", "a")).isPresent();
      assertThat(store.info().embedder()).hasValue("embedder");
    }
  }

  @Test
  void secondClose_returnsWhenTheStoreIsClosed() throws Exception {
    var store = open(Optional.empty(), Long.MAX_VALUE);
    store.write("n", List.of(memory("a")), false);
    var snapshot = store.snapshot();
    var first = new Thread(store::close);
    first.start();
    awaitWaiting(first); // for the thread that closes, and that for the reader
    var reopened = new CompletableFuture<Optional<LogRecord.Put>>();
    var second =
        new Thread(
            () -> {
              store.close();
              try (var again = open(Optional.empty(), Long.MAX_VALUE)) {
                reopened.complete(again.get("n", "a"));
              } catch (RuntimeException e) {
                reopened.completeExceptionally(e);
              }
            });
    second.start();
    while (second.getState() != Thread.State.WAITING
        && second.getState() != Thread.State.TIMED_WAITING
        && !reopened.isDone()) {
      Thread.onSpinWait();
    }
    snapshot.close();
    first.join();
    second.join();
    assertThat(reopened.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void deleteAllThatWasAcceptedBeforeClose_isDone() throws Exception {
    var store = open(Optional.empty(), Long.MAX_VALUE);
    store.write("n", List.of(memory("a"), memory("b")), false);
    var gate = clock.holdCommitter();
    var blocked = new Thread(() -> store.write("n", List.of(memory("c")), false));
    blocked.start();
    awaitWaiting(blocked);
    var deleted = new CompletableFuture<Long>();
    var deleting =
        new Thread(
            () -> {
              try {
                deleted.complete(store.deleteAll("n", Filter.all()));
              } catch (RuntimeException e) {
                deleted.completeExceptionally(e);
              }
            });
    deleting.start();
    awaitWaiting(deleting);
    var closing = new Thread(store::close);
    closing.start();
    awaitWaiting(closing);
    gate.countDown();
    assertThat(deleted.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(3);
    closing.join();
  }

  private static void awaitWaiting(Thread thread) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime() < deadline).as("%s waits", thread).isTrue();
      Thread.onSpinWait();
    }
  }

  private static void closeQuietly(LocalStore store) {
    try {
      store.close();
    } catch (StorageException expected) {
      // its disk fails
    }
  }

  private static int count(LocalStore store) {
    try (var snapshot = store.snapshot()) {
      return store.matching(snapshot, "n", Filter.all()).cardinality();
    }
  }

  /** Inverts one byte of a text where it lies in the log. */
  private void damage(String text) throws IOException {
    var wanted = text.getBytes(StandardCharsets.UTF_8);
    try (var files = Files.list(directory.resolve("log"))) {
      for (var path : files.toList()) {
        var bytes = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        int at = bytes.indexOf(new String(wanted, StandardCharsets.ISO_8859_1));
        if (at >= 0) {
          try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            file.write(~wanted[0]);
          }
          return;
        }
      }
    }
    throw new AssertionError("no record has the text " + text);
  }

  private LocalStore open(Optional<String> embedder, long offHeapIdsFrom) {
    return LocalStore.open(
        directory,
        StoreOptions.on(storage)
            .clock(clock)
            .embedderName(embedder)
            .asyncWindow(Duration.ofMillis(100), 1_000)
            .keptVersions(3)
            .graphCapacity(64)
            .offHeapIdsFrom(offHeapIdsFrom));
  }

  private static Memory memory(String id) {
    return Memory.text("text of " + id.charAt(0)).id(id).build();
  }
}
