package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.repair.StoreSalvage;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.memory.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What has expired and was swept stays gone, whatever the clock says later and whatever is lost.
 */
class LocalStoreExpiryTest {
  private static final int MEMORIES = 3_000;

  private Path directory;
  private final TestClock clock = new TestClock();

  @BeforeEach
  void createDirectory() throws IOException {
    directory = MemoryDisk.createDirectory();
  }

  @AfterEach
  void deleteDirectory() throws IOException {
    Storage.system().deleteTree(directory);
  }

  private Path store() {
    return directory.resolve("store");
  }

  private LocalStore open(Path path) {
    return LocalStore.open(
        path,
        StoreOptions.on(Storage.system())
            .clock(clock)
            .log(new LogOptions(20_000))
            .asyncWindow(Duration.ofMillis(100), 1_000)
            .keptVersions(2)
            .graphCapacity(64)
            .offHeapIdsFrom(Long.MAX_VALUE)
            .checkpointBytes(Long.MAX_VALUE));
  }

  private Memory memory(String id, long expiresInMillis) {
    return Memory.text("text of " + id)
        .id(id)
        .expires(clock.instant().plusMillis(expiresInMillis))
        .build();
  }

  private static Set<String> ids(LocalStore store) {
    var ids = new TreeSet<String>();
    try (var snapshot = store.snapshot()) {
      store
          .matching(snapshot, "n", Filter.all())
          .forEach(ordinal -> ids.add(store.fetch(ordinal).id()));
    }
    return ids;
  }

  private void writeMany(LocalStore store) {
    var memories = new ArrayList<Memory>();
    for (int i = 0; i < MEMORIES; i++) {
      memories.add(memory("gone" + i, 1_000 + i % 10));
    }
    store.write("n", memories, false);
  }

  private void deleteViews(Path path) throws Exception {
    Storage.system().deleteTree(path.resolve("views"));
  }

  @Test
  void sweptMemories_stayGone_withTheClockSetBackAndTheViewsDeleted() throws Exception {
    try (var store = open(store())) {
      writeMany(store);
      clock.advance(2_000);
      store.write("n", List.of(memory("kept", 1_000_000)), false);
      assertThat(ids(store)).containsExactly("kept");
    }
    clock.advance(-5_000);
    deleteViews(store());
    try (var store = open(store())) {
      assertThat(ids(store)).containsExactly("kept");
      assertThat(store.get("n", "gone1")).isEmpty();
      assertThat(store.verify().problems()).isEmpty();
      store.compact();
      store.backup(directory.resolve("backup"));
    }
    deleteViews(store());
    for (var path : List.of(store(), directory.resolve("backup"))) {
      try (var store = open(path)) {
        assertThat(ids(store)).as(path.toString()).containsExactly("kept");
      }
    }
  }

  @Test
  void memoriesThatExpiredWhileTheStoreWasClosed_stayGone() throws Exception {
    try (var store = open(store())) {
      writeMany(store);
      store.write("n", List.of(memory("kept", 1_000_000)), false);
    }
    clock.advance(2_000);
    deleteViews(store());
    try (var store = open(store())) {
      assertThat(ids(store)).containsExactly("kept");
    }
    clock.advance(-5_000);
    deleteViews(store());
    try (var store = open(store())) {
      assertThat(ids(store)).containsExactly("kept");
    }
  }

  @Test
  void salvagedStore_doesNotBringBackWhatWasSwept() {
    try (var store = open(store())) {
      writeMany(store);
      clock.advance(2_000);
      store.write("n", List.of(memory("kept", 1_000_000)), false);
    }
    clock.advance(-5_000);
    var target = directory.resolve("salvaged");
    var info = StoreProperties.read(Storage.system(), store()).orElseThrow();
    var report = StoreSalvage.salvage(Storage.system(), store(), target, info, (_, _) -> {});
    assertThat(report.losses()).isEmpty();
    try (var store = open(target)) {
      assertThat(ids(store)).containsExactly("kept");
    }
  }

  @Test
  void memoryStoredAfterTheClockWasSetBack_livesByTheClock() throws Exception {
    try (var store = open(store())) {
      store.write("n", List.of(memory("old", 1_000)), false);
      clock.advance(5_000);
      store.write("n", List.of(memory("kept", 1_000_000)), false);
      clock.advance(-5_000);
      store.write("n", List.of(memory("new", 1_000), memory("past", -10)), false);
      assertThat(ids(store)).containsExactlyInAnyOrder("kept", "new");
    }
    deleteViews(store());
    try (var store = open(store())) {
      assertThat(ids(store)).containsExactlyInAnyOrder("kept", "new");
      clock.advance(1_500);
      store.write("n", List.of(memory("kept", 1_000_000)), true);
      assertThat(ids(store)).containsExactly("kept");
    }
    clock.advance(-1_500);
    deleteViews(store());
    try (var store = open(store())) {
      assertThat(ids(store)).containsExactly("kept");
    }
  }

  @Test
  void randomClocks_neverBringAnythingBack() throws Exception {
    for (long seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      var path = directory.resolve("store-" + seed);
      var model = new TreeMap<String, Instant>();
      for (int life = 0; life < 5; life++) {
        try (var store = open(path)) {
          for (int step = 0; step < 12; step++) {
            var id = "m" + random.nextInt(15);
            var memory = memory(id, random.nextInt(4_000) - 200);
            // A write sweeps first, then stores.
            model.values().removeIf(end -> !end.isAfter(clock.instant()));
            store.write("n", List.of(memory), true);
            model.put(id, memory.expires().orElseThrow());
            if (random.nextInt(10) == 0) {
              store.compact();
              model.values().removeIf(end -> !end.isAfter(clock.instant()));
            }
            clock.advance(random.nextInt(3_000) - 1_000);
          }
          sweep(store, model, random);
          assertThat(ids(store)).as("seed %d life %d", seed, life).isEqualTo(visible(model));
          assertThat(store.verify().problems()).as("seed %d life %d", seed, life).isEmpty();
        }
        if (random.nextBoolean()) {
          deleteViews(path);
        }
        clock.advance(random.nextInt(3_000) - 1_500);
        try (var store = open(path)) {
          sweep(store, model, random);
          assertThat(ids(store)).as("seed %d reopened", seed).isEqualTo(visible(model));
        }
      }
    }
  }

  private void sweep(LocalStore store, TreeMap<String, Instant> model, Random random) {
    var forever = memory("m" + random.nextInt(15), 1L << 40);
    model.values().removeIf(end -> !end.isAfter(clock.instant()));
    store.write("n", List.of(forever), true);
    model.put(forever.id(), forever.expires().orElseThrow());
  }

  private Set<String> visible(TreeMap<String, Instant> model) {
    var visible = new TreeSet<String>();
    model.forEach(
        (id, end) -> {
          if (end.isAfter(clock.instant())) {
            visible.add(id);
          }
        });
    return visible;
  }
}
