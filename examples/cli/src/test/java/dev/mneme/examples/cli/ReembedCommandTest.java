package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Memory;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReembedCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void addMemoriesWithoutVectors() {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      engine.namespace().add(Memory.text("the red boat").id("a").build());
      engine.namespace("other").add(Memory.text("a tree").id("b").build());
    }
  }

  @Test
  void reembed_givesTheMemoriesOfAScopeTheirVectors() throws Exception {
    assertThat(mneme("reembed", "--store", directory, "--embedder", "bge-small").ok().out())
        .isEqualTo("1 memory embedded\n");
    assertThat(mneme("stats", "--store", directory).ok().out())
        .contains("1 memories have none: mneme reembed makes them");
    var report = mneme("reembed", "--store", directory, "--everywhere", "--json").json();
    assertThat(report.getFirst().get("embedded").asLong()).isEqualTo(1);
    assertThat(mneme("reembed", "--store", directory, "--everywhere").ok().out())
        .isEqualTo("0 memories embedded\n");
    var stats = mneme("stats", "--store", directory, "--json").json().getFirst();
    assertThat(stats.get("withoutVector").asLong()).isZero();
    assertThat(stats.get("hasEmbedder").asBoolean()).isTrue();
  }

  @Test
  void reembed_withoutAnEmbedder_saysHowToNameOne() {
    assertThat(mneme("reembed", "--store", directory).failure())
        .contains("has no embedder")
        .contains("--embedder");
    assertThat(
            mneme("reembed", "--store", directory, "--batch", 0, "--embedder", "bge-small")
                .failure())
        .contains("a batch needs at least one memory");
  }
}
