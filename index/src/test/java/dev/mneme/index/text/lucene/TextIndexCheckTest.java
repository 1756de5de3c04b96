package dev.mneme.index.text.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.index.text.TextFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the check of a text index calls damage. */
class TextIndexCheckTest {
  @TempDir private Path directory;

  @BeforeEach
  void makeIndex() {
    try (var store = new TextFixture(directory)) {
      store.add("one river", "two rivers", "three coffees");
      store.view.checkpoint(store.sequence);
    }
  }

  private List<Path> files(String prefix) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  @Test
  void wholeIndex_hasNoProblem() {
    assertThat(TextIndexCheck.problem(Storage.system(), directory)).isEmpty();
  }

  @Test
  void filesThatNoCommitNamesYet_areNoProblem() throws IOException {
    for (var commit : files("segments_")) {
      Files.delete(commit);
    }

    assertThat(files("_")).isNotEmpty();
    assertThat(TextIndexCheck.problem(Storage.system(), directory)).isEmpty();
  }

  @Test
  void anyByteOfAnyFileThatACommitNames_isAProblemWhenItIsFlipped() throws IOException {
    for (var prefix : List.of("_", "segments_")) {
      for (var file : files(prefix)) {
        var bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 1 + bytes.length / 40) {
          var damaged = bytes.clone();
          damaged[at] ^= 1;
          Files.write(file, damaged);
          assertThat(TextIndexCheck.problem(Storage.system(), directory))
              .as("%s at %d", file, at)
              .isPresent();
        }
        Files.write(file, bytes);
      }
    }
  }
}
