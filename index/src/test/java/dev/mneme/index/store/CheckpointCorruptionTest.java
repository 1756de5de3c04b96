package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.store.state.CatalogFile;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorView;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small files beside the log, damaged in every way that one bit or one cut can: a checkpoint
 * reads as nothing, which rebuilds its view; the properties are a typed error.
 */
class CheckpointCorruptionTest {
  private static final long NOTHING = -1;
  private static final Path MEMORY = Path.of("/store");

  @TempDir private Path directory;
  private long sequence;

  @BeforeEach
  void makeStore() {
    var options =
        StoreOptions.on(Storage.system())
            .embedderName(Optional.of("some embedder"))
            .dimension(OptionalInt.of(2))
            .graphCapacity(64)
            .offHeapIdsFrom(Long.MAX_VALUE)
            .checkpointBytes(64 << 20);
    try (var store = LocalStore.open(directory, options)) {
      for (int i = 0; i < 6; i++) {
        var memory =
            Memory.text("text " + i)
                .id("m" + i)
                .time(Instant.ofEpochSecond(1_000 + i))
                .attribute("even", i % 2 == 0)
                .attribute("tag", "t" + i % 3)
                .attribute("n", i)
                .embedding(1, i)
                .build();
        store.write(i < 4 ? "home" : "other", List.of(memory), false);
      }
      store.delete("home", List.of("m1"));
      store.flush();
    }
    sequence = 6;
  }

  private static String path(String name) {
    return MEMORY.resolve("views").resolve(name).toString();
  }

  /** Damages a file in every way; {@code open} says up to which sequence it is believed. */
  private void requireFound(String name, ToLongFunction<FaultyStorage> open) throws Exception {
    byte[] whole = Files.readAllBytes(directory.resolve("views").resolve(name));
    var file = Path.of(path(name));
    var storage = new FaultyStorage(1);
    storage.createDirectories(file.getParent());
    storage.write(file, whole);
    assertThat(open.applyAsLong(storage)).as("undamaged %s", name).isEqualTo(sequence);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      storage.write(file, whole.clone());
      storage.flip(file, bit / 8, 1 << bit % 8);
      assertThat(open.applyAsLong(storage))
          .as("bit %d of byte %d of %s", bit % 8, bit / 8, name)
          .isEqualTo(NOTHING);
    }
    for (int cut = 0; cut < whole.length; cut++) {
      storage.write(file, java.util.Arrays.copyOf(whole, cut));
      assertThat(open.applyAsLong(storage)).as("%s cut at %d", name, cut).isEqualTo(NOTHING);
    }
    storage.write(file, java.util.Arrays.copyOf(whole, whole.length + 8));
    assertThat(open.applyAsLong(storage)).as("%s with zeros behind", name).isEqualTo(NOTHING);
  }

  @Test
  void damagedTimeCheckpoint_isNotBelieved() throws Exception {
    requireFound(
        "time/time.checkpoint",
        storage -> {
          try (var view = TimeView.open(storage, Path.of(path("time")))) {
            return view.recoveredSequence();
          }
        });
  }

  @Test
  void damagedAttributeCheckpoint_isNotBelieved() throws Exception {
    requireFound(
        "attributes/attributes.checkpoint",
        storage -> {
          try (var view = AttributeView.open(storage, Path.of(path("attributes")))) {
            return view.recoveredSequence();
          }
        });
  }

  @Test
  void damagedVectorCheckpoint_isNotBelieved() throws Exception {
    var defaults = VectorOptions.defaults();
    var options = new VectorOptions(Similarity.COSINE, defaults.m(), defaults.efConstruction(), 64);
    requireFound(
        "vector/vector.checkpoint",
        storage -> {
          try (var view =
              VectorView.open(
                  storage,
                  Path.of(path("vector")),
                  options,
                  ordinal -> {
                    throw new AssertionError("no vector is needed to open");
                  })) {
            return view.recoveredSequence();
          }
        });
  }

  @Test
  void damagedCatalog_isNotBelieved() throws Exception {
    requireFound(
        "catalog",
        storage ->
            CatalogFile.read(storage, MEMORY).map(CatalogFile.Content::sequence).orElse(NOTHING));
  }

  @Test
  void damagedProperties_areATypedError() throws Exception {
    byte[] whole = Files.readAllBytes(directory.resolve(StoreProperties.FILE));
    var expected = StoreProperties.read(Storage.system(), directory);
    var storage = new FaultyStorage(1);
    storage.createDirectories(MEMORY);
    var file = MEMORY.resolve(StoreProperties.FILE);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      storage.write(file, whole.clone());
      storage.flip(file, bit / 8, 1 << bit % 8);
      requireSameOrTyped(storage, expected, "bit " + bit % 8 + " of byte " + bit / 8);
    }
    for (int cut = 0; cut < whole.length - 1; cut++) {
      storage.write(file, java.util.Arrays.copyOf(whole, cut));
      assertThatThrownBy(() -> StoreProperties.read(storage, MEMORY))
          .as("cut at %d", cut)
          .isInstanceOf(CorruptionException.class);
    }
  }

  private static void requireSameOrTyped(
      Storage storage, Optional<StoreProperties> expected, String what) {
    try {
      assertThat(StoreProperties.read(storage, MEMORY)).as(what).isEqualTo(expected);
    } catch (CorruptionException | IncompatibleException typed) {
      assertThat(typed).as(what).hasMessageContaining(StoreProperties.FILE);
    }
  }
}
