package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is the store as of one moment between its begin and its end, and stays so. */
class BackupTest {
  private static final int BACKUPS = 5;
  private static final int BATCH = 3;

  /** So that the copies that are opened do not grow without end on a slow machine. */
  private static final long PAUSE_NANOS = 2_000_000;

  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().logFileBytes(8 << 10).durability(Durability.ASYNC);

  @TempDir private Path directory;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger attempted = new AtomicInteger();
  private final Object turn = new Object();

  private Path store() {
    return directory.resolve("store");
  }

  /** Threads add the memories 0, 1, 2, ... in this order, some at a time. */
  private void write(Namespace namespace, AtomicBoolean stop) {
    while (!stop.get()) {
      synchronized (turn) {
        int first = attempted.getAndAdd(BATCH);
        namespace.addAll(
            IntStream.range(first, first + BATCH)
                .mapToObj(i -> Memory.text("text of " + i).id("m" + i).embedding(1, i).build())
                .toList());
        acknowledged.set(first + BATCH);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Test
  void backupsUnderWriteLoad_areEachAPrefixOfWhatWasWritten() throws Exception {
    var stop = new AtomicBoolean();
    try (var engine = MemoryEngine.open(store(), OPTIONS);
        var threads = Executors.newCachedThreadPool()) {
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < 3; i++) {
        writers.add(threads.submit(() -> write(engine.namespace(), stop)));
      }
      try {
        for (int i = 0; i < BACKUPS; i++) {
          backUpAndCheck(engine, i);
        }
      } finally {
        stop.set(true);
      }
      for (var writer : writers) {
        writer.get();
      }
    }
  }

  private void backUpAndCheck(MemoryEngine engine, int number) throws Exception {
    int before = acknowledged.get();
    while (acknowledged.get() < before + 60) {
      Thread.onSpinWait();
    }
    int least = acknowledged.get();
    var backup = directory.resolve("backup-" + number);
    engine.backup(backup);
    int most = attempted.get();
    if (number % 3 == 2) {
      engine.compact(); // what was linked is replaced, not changed
    }
    // Restored by copying the files, as a user would.
    var restored = directory.resolve("restored-" + number);
    ViewDamageChild.copyTree(backup, restored);
    try (var copy = MemoryEngine.open(restored, OPTIONS)) {
      int held = Math.toIntExact(copy.namespace().count());
      assertThat(held).isBetween(least, most);
      assertThat(held % BATCH).as("whole batches").isZero();
      for (int i = 0; i < held; i++) {
        assertThat(copy.namespace().get("m" + i).map(Memory::text)).contains("text of " + i);
      }
      assertThat(copy.verify().problems()).isEmpty();
    }
  }

  @Test
  void sealedSegments_areLinkedAndSurviveTheSource() throws Exception {
    var backup = directory.resolve("backup");
    try (var engine = MemoryEngine.open(store(), OPTIONS)) {
      for (int i = 0; i < 300; i++) {
        engine.namespace().put(Memory.text("text " + i).id("m" + i % 50).build());
      }
      engine.backup(backup);
      var files = names(backup.resolve("log"));
      files.remove("manifest");
      assertThat(files).hasSizeGreaterThan(3);
      assertThat(files.subList(0, files.size() - 1))
          .allSatisfy(name -> assertThat(links(backup, name)).isEqualTo(2));
      assertThat(links(backup, files.getLast())).as("the active one").isEqualTo(1);
      engine.namespace().deleteAll(dev.mneme.filter.Filter.all());
      engine.compact();
      assertThat(engine.namespace().count()).isZero();
    }
    try (var copy = MemoryEngine.open(backup, OPTIONS)) {
      assertThat(copy.namespace().count()).isEqualTo(50);
      assertThat(copy.namespace().get("m7").map(Memory::text)).contains("text 257");
      copy.namespace().put(Memory.text("new").build());
      assertThat(copy.verify().problems()).isEmpty();
    }
    try (var engine = MemoryEngine.open(store(), OPTIONS)) {
      assertThat(engine.namespace().count()).as("the source does not see it").isZero();
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void placeWithinTheStore_isRefused() {
    try (var engine = MemoryEngine.open(store(), OPTIONS)) {
      for (var name : List.of("backup", "views/../backup", ".")) {
        assertThatThrownBy(() -> engine.backup(store().resolve(name)))
            .isInstanceOf(InvalidRequestException.class);
      }
    }
  }

  private static Object links(Path backup, String name) throws IOException {
    return Files.getAttribute(backup.resolve("log").resolve(name), "unix:nlink");
  }

  private static List<String> names(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
