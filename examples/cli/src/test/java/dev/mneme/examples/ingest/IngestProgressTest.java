package dev.mneme.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestProgressTest {
  @TempDir Path directory;

  /** How far the bytes were, each time the number of memories had grown. */
  private List<Long> steps(Path file, IngestOptions options) {
    var steps = new ArrayList<Long>();
    try (var engine = MemoryEngine.open(directory.resolve("store"), EngineOptions.defaults())) {
      var seen = new long[] {0};
      new Ingester(
              engine,
              options,
              (bytes, memories) -> {
                assertThat(bytes).isBetween(steps.isEmpty() ? 0L : steps.getLast(), bytes);
                if (memories > seen[0]) {
                  seen[0] = memories;
                  steps.add(bytes);
                }
              })
          .run(Sources.find(List.of(file)));
    }
    return steps;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "windows-1252"})
  void oneLargeFile_isSeenToAdvanceByItsBytes(String charset) throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 6_000; i++) {
      text.append("Über die Straße Nummer ")
          .append(i)
          .append(" geht die Frau mit ihrem Hund. ")
          .append("Sie sieht ihn an. ".repeat(8))
          .append("\n\n");
    }
    var file = directory.resolve("large.txt");
    Files.write(file, text.toString().getBytes(charset));
    long size = Files.size(file);

    var steps = steps(file, IngestOptions.defaults());

    assertThat(steps).hasSizeGreaterThan(4).isSorted();
    assertThat(steps.getFirst()).isLessThan(size / 3);
    assertThat(steps.get(steps.size() / 2)).isBetween(size / 5, size * 4 / 5);
    assertThat(steps.getLast()).isEqualTo(size);
  }

  @Test
  void textsToEmbed_goInSmallerSteps() throws Exception {
    var file = directory.resolve("large.txt");
    Files.writeString(
        file, ("Some words about it, again and again. ".repeat(18) + "\n\n").repeat(300));

    assertThat(steps(file, IngestOptions.defaults().withEmbeds(true))).hasSizeGreaterThan(4);
  }
}
