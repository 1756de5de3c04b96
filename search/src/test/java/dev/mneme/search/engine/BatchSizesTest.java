package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordinary batches of all sizes and shapes are taken and come back. */
class BatchSizesTest {
  private static final String LINE =
      "Caroline told Melanie that she joined the support group last week and that it helped her a"
          + " lot";

  @TempDir private Path directory;

  @Test
  void batchOf256ShortMemories_isTaken() {
    var batch = new ArrayList<Memory>();
    for (int turn = 0; turn < 256; turn++) {
      batch.add(
          Memory.text(LINE.substring(0, 64))
              .id("m%03d".formatted(turn))
              .time(Instant.EPOCH)
              .attribute("speaker", "Caroline")
              .attribute("turn", turn)
              .attribute("archived", false)
              .build());
    }
    assertTaken("issue", batch);
  }

  @Test
  void batchesOfManyAttributes_areTaken() {
    for (long seed = 0; seed < 8; seed++) {
      var random = new Random(seed);
      var batch = new ArrayList<Memory>();
      int booleans = 1 + random.nextInt(60);
      for (int i = 0; i < 1_000; i++) {
        var memory = Memory.text(LINE.substring(0, 1 + random.nextInt(90))).id("m" + i);
        for (int flag = 0; flag < booleans; flag++) {
          memory.attribute("flag-" + flag, random.nextBoolean());
        }
        batch.add(memory.time(Instant.ofEpochMilli(random.nextLong(1L << 40))).build());
      }
      assertTaken("seed-" + seed, batch);
    }
  }

  private void assertTaken(String name, List<Memory> batch) {
    var store = directory.resolve(name);
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      engine.namespace().addAll(batch);
      assertThat(engine.namespace().getAll(batch.stream().map(Memory::id).toList()))
          .as(name)
          .isEqualTo(batch);
    }
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      assertThat(engine.namespace().count()).isEqualTo(batch.size());
      engine.namespace().put(batch.getFirst());
    }
  }
}
