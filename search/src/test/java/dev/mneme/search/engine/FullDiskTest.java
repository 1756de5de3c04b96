package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.error.StorageException;
import dev.mneme.request.Hit;
import dev.mneme.request.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every public method on a disk that has filled up or cannot be changed, right after that and when
 * the store is opened again on it: reads answer as a healthy store with the same memories does,
 * writes are refused.
 */
class FullDiskTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({
    "FULL, true, 0",
    "FULL, false, 60",
    "READ_ONLY, true, 60",
    "READ_ONLY, false, 0",
    "FULL, true, 140",
    "READ_ONLY, false, 140"
  })
  void readsGoOn_andWritesAreRefused(FullDisk.Mood mood, boolean searchedBefore, int flushedAt)
      throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var memories = Samples.memories(random, 150);
    var place = temporary.resolve("store");
    var disk = new FullDisk(place);
    try (var twin = LocalEngine.open(temporary.resolve("twin"), options(), new FullDisk(place))) {
      twin.namespace().addAll(memories);
      var engine = LocalEngine.open(place, options(), disk);
      try {
        for (int i = 0; i < memories.size(); i++) {
          engine.namespace().add(memories.get(i));
          if (i == flushedAt) {
            engine.flush();
          }
          if (searchedBefore && i % 40 == 0) {
            engine.namespace().search(SearchRequest.text("river").limit(3).build());
          }
        }
        disk.mood = mood;
        exercise(seed, engine, twin, memories, random, "backup1");
      } finally {
        engine.close();
      }
      for (int opening = 0; opening < 2; opening++) {
        try (var again = LocalEngine.open(place, options(), disk)) {
          exercise(seed, again, twin, memories, random, "again" + opening);
        }
      }
    }
    disk.mood = FullDisk.Mood.WELL;
    try (var engine = LocalEngine.open(place, options(), disk)) {
      engine.namespace().put(Samples.memory(random, "after"));
      assertThat(engine.namespace().count()).isEqualTo(memories.size() + 1L);
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  private void exercise(
      long seed,
      MemoryEngine engine,
      MemoryEngine twin,
      List<Memory> memories,
      Random random,
      String backup)
      throws Exception {
    for (int round = 0; round < 2; round++) {
      writesAreRefused(engine, random);
      readsAreRight(seed, engine, twin, memories, random);
    }
    var verified = engine.verify();
    assertThat(verified.problems()).as("seed %d", seed).isEmpty();
    assertThat(verified.memories()).isEqualTo(memories.size());
    assertThat(engine.stats().memories()).isEqualTo(memories.size());
    assertThat(engine.namespaces()).containsExactly(MemoryEngine.DEFAULT_NAMESPACE);
    var target = temporary.resolve(backup);
    engine.backup(target);
    try (var copy = LocalEngine.open(target, options(), new FullDisk(temporary.resolve("none")))) {
      assertThat(copy.namespace().count()).isEqualTo(memories.size());
    }
  }

  private static void writesAreRefused(MemoryEngine engine, Random random) {
    var namespace = engine.namespace();
    var writes = new ArrayList<ThrowingCallable>();
    writes.add(() -> namespace.add(Samples.memory(random, "refused")));
    writes.add(() -> namespace.put(Samples.memory(random, "m1")));
    writes.add(() -> namespace.addAll(List.of(Samples.memory(random, "refused"))));
    writes.add(() -> namespace.putAll(List.of(Samples.memory(random, "refused"))));
    writes.add(() -> namespace.update("m2", MemoryUpdate.builder().text("changed").build()));
    writes.add(() -> namespace.delete("m3"));
    writes.add(() -> namespace.deleteAll(List.of("m4")));
    writes.add(() -> namespace.deleteAll(Filter.all()));
    writes.add(engine::flush);
    writes.add(engine::compact);
    for (var write : writes) {
      assertThatThrownBy(write).isInstanceOf(StorageException.class);
    }
  }

  private static void readsAreRight(
      long seed, MemoryEngine engine, MemoryEngine twin, List<Memory> memories, Random random) {
    var namespace = engine.namespace();
    for (var memory : memories) {
      assertThat(namespace.get(memory.id())).as("seed %d", seed).contains(memory);
    }
    assertThat(namespace.getAll(List.of("m0", "m149"))).hasSize(2);
    assertThat(namespace.history("m5")).hasSize(1);
    assertThat(namespace.count()).isEqualTo(memories.size());
    assertThat(namespace.list(ListRequest.newest(1_000).build()).entries())
        .hasSize(memories.size());
    var requests = new ArrayList<SearchRequest>();
    for (int i = 0; i < 5; i++) {
      requests.add(SearchRequest.text(Samples.text(random)).limit(20).build());
      requests.add(SearchRequest.vector(Samples.vector(random)).limit(20).build());
      requests.add(
          SearchRequest.text(Samples.text(random))
              .vector(Samples.vector(random))
              .limit(20)
              .build());
    }
    for (var request : requests) {
      assertThat(ids(namespace.search(request).hits()))
          .as("seed %d: %s", seed, request)
          .isEqualTo(ids(twin.namespace().search(request).hits()));
      assertThat(ids(engine.everywhere().search(request).hits()))
          .hasSameSizeAs(twin.everywhere().search(request).hits());
    }
    assertThat(namespace.searchAll(requests)).hasSameSizeAs(requests);
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.memory().id()).toList();
  }

  private static EngineOptions options() {
    return EngineOptions.defaults()
        .graphCapacity(64)
        .logFileBytes(16 << 10)
        .checkpointBytes(1 << 30);
  }

  /** The store is made by nothing but its files: a copy of it can be opened, whatever the disk. */
  @ParameterizedTest
  @CsvSource({"FULL", "READ_ONLY"})
  void storeWithoutViews_opensForReading(FullDisk.Mood mood) throws Exception {
    var random = new Random(3);
    var memories = Samples.memories(random, 150);
    var place = temporary.resolve("store");
    var disk = new FullDisk(place);
    try (var engine = LocalEngine.open(place, options(), disk);
        var twin = LocalEngine.open(temporary.resolve("twin"), options(), disk)) {
      engine.namespace().addAll(memories);
      twin.namespace().addAll(memories);
      engine.backup(temporary.resolve("bare"));
    }
    var bare = temporary.resolve("bare");
    assertThat(bare.resolve("views")).doesNotExist();
    Files.createDirectory(bare.resolve("views"));
    Files.writeString(bare.resolve("views").resolve("catalog"), "damaged");
    var refusing = new FullDisk(bare);
    refusing.mood = mood;
    try (var twin = LocalEngine.open(temporary.resolve("twin"), options(), disk);
        var engine = LocalEngine.open(bare, options(), refusing)) {
      exercise(3, engine, twin, memories, random, "backup");
    }
  }
}
