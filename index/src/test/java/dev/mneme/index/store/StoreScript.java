package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.LogOptions;
import dev.mneme.error.StorageException;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.memory.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random operations on a store and on its model, one client, deterministic for a seed. */
final class StoreScript {
  private static final List<String> NAMESPACES = List.of("a", "b", "c");
  private static final List<String> MOODS = List.of("calm", "glad", "grim");
  private static final String[] WORDS = {"river", "coffee", "train", "winter", "lantern", "market"};
  private static final int IDS = 9;

  private final Random random;
  private final TestClock clock = new TestClock();
  final StoreModel model = new StoreModel();
  private boolean sync;
  private int written;

  StoreScript(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** Small files and rare or frequent checkpoints, at random. */
  LocalStore open(Machine machine, Path directory) {
    sync = random.nextInt(3) > 0;
    return LocalStore.open(
        directory,
        StoreOptions.on(machine)
            .clock(clock)
            .log(new LogOptions(1_500 + random.nextInt(6_000)))
            .sync(sync)
            .asyncWindow(Duration.ofDays(1), 1_000_000)
            .keptVersions(1 + random.nextInt(2))
            .graphCapacity(64)
            .offHeapIdsFrom(Long.MAX_VALUE)
            .checkpointBytes(
                random.nextBoolean() ? 1_000 + random.nextInt(3_000) : Long.MAX_VALUE));
  }

  void requireRecovered(LocalStore store, boolean power, String what) {
    model.requireRecovered(store, clock.instant(), power, what);
    assertThat(store.verify().problems()).as(what).isEmpty();
    var visible = visible();
    for (var namespace : NAMESPACES) {
      for (int i = 0; i < IDS; i++) {
        var found = store.get(namespace, "m" + i).map(put -> put.memory());
        var expected = Optional.ofNullable(visible.get(StoreModel.key(namespace, "m" + i)));
        assertThat(found).as("%s, m%d in %s", what, i, namespace).isEqualTo(expected);
      }
    }
  }

  void requireVisible(LocalStore store, String what) {
    model.requireVisible(store, clock.instant(), what);
  }

  /** A write after a failed one is refused: what the disk holds is not known. */
  void requireStopped(LocalStore store, String what) {
    assertThatThrownBy(() -> store.write("a", List.of(memory("m0")), true))
        .as(what)
        .isInstanceOf(StorageException.class);
  }

  /**
   * @throws StorageException if the disk failed
   */
  void step(LocalStore store) {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5, 6 -> put(store);
      case 7, 8, 9 -> delete(store);
      case 10 -> deleteAll(store);
      case 11 -> {
        store.flush();
        model.durable();
      }
      case 12 -> {
        store.compact();
        model.durable();
      }
      case 13 -> clock.advance(random.nextInt(4_000));
      case 14 -> replace(store);
      default -> model.requireVisible(store, clock.instant(), "while nothing has failed");
    }
  }

  private void put(LocalStore store) {
    var namespace = namespace();
    var memories = new ArrayList<Memory>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      memories.add(memory(id()));
    }
    model.attempt(
        state ->
            memories.forEach(memory -> state.put(StoreModel.key(namespace, memory.id()), memory)));
    store.write(namespace, memories, true);
    acknowledged();
  }

  private void delete(LocalStore store) {
    var namespace = namespace();
    var ids = List.of(id(), id());
    model.attempt(state -> ids.forEach(id -> state.remove(StoreModel.key(namespace, id))));
    store.delete(namespace, ids);
    acknowledged();
  }

  private void deleteAll(LocalStore store) {
    var namespace = namespace();
    var filter = Filter.eq("mood", MOODS.get(random.nextInt(MOODS.size())));
    model.attempt(
        state ->
            state
                .entrySet()
                .removeIf(
                    entry ->
                        !StoreModel.isExpired(entry.getValue(), clock.instant())
                            && StoreModel.matches(entry, namespace, filter)));
    store.deleteAll(namespace, filter);
    acknowledged();
  }

  private void replace(LocalStore store) {
    var namespace = namespace();
    var id = id();
    var known = store.get(namespace, id);
    assertThat(known.map(put -> put.memory()))
        .isEqualTo(Optional.ofNullable(visible().get(StoreModel.key(namespace, id))));
    if (known.isPresent()) {
      var memory = memory(id);
      model.attempt(state -> state.put(StoreModel.key(namespace, id), memory));
      assertThat(store.replace(namespace, known.get().ordinal(), memory)).isTrue();
      acknowledged();
    }
  }

  private void acknowledged() {
    model.acknowledged();
    if (sync) {
      model.durable();
    }
  }

  private String namespace() {
    return NAMESPACES.get(random.nextInt(NAMESPACES.size()));
  }

  private String id() {
    return "m" + random.nextInt(IDS);
  }

  private Memory memory(String id) {
    var memory =
        Memory.text(WORDS[random.nextInt(WORDS.length)].repeat(1 + random.nextInt(20)) + written++)
            .id(id)
            .time(clock.instant().minusSeconds(random.nextInt(1_000)))
            .attribute("mood", MOODS.get(random.nextInt(MOODS.size())));
    if (random.nextInt(4) > 0) {
      boolean zero = random.nextInt(8) == 0;
      memory.embedding(new float[] {zero ? 0 : written, zero ? 0 : random.nextFloat(), 0});
    }
    if (random.nextInt(5) == 0) {
      memory.expires(clock.instant().plusMillis(1 + random.nextInt(8_000)));
    }
    return memory.build();
  }

  /** The store was closed cleanly. */
  void closed() {
    model.durable();
  }

  private Map<String, Memory> visible() {
    return model.visible(clock.instant());
  }
}
