package dev.mneme.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.model.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path directory;

  private Path file(String name) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private List<Path> found(Path... paths) {
    return Sources.find(List.of(paths)).sources().stream().map(Source::path).toList();
  }

  @Test
  void directory_isWalkedSortedForKnownEndings() throws IOException {
    var c = file("sub/deep/c.TXT");
    var b = file("b.jsonl");
    var a = file("a.md");
    file("ignored.pdf");
    file("noending");

    assertThat(found(directory)).containsExactly(a, b, c);
  }

  @Test
  void circleOfLinks_ends() throws IOException {
    var a = file("sub/a.md");
    Files.createSymbolicLink(directory.resolve("sub/loop"), directory);

    assertThat(found(directory)).containsExactly(a);
  }

  @Test
  void fileThatIsReachedTwice_isTakenOnce() throws IOException {
    var a = file("a.md");
    Files.createSymbolicLink(directory.resolve("b.md"), a);

    assertThat(found(a, directory, a)).containsExactly(a);
  }

  @Test
  void missingPath_isRefused() {
    var missing = directory.resolve("missing.jsonl");

    assertThatThrownBy(() -> found(missing))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(missing + ": no such file or directory");
  }

  @Test
  void namedFileOfUnknownKind_isRefused() throws IOException {
    var pdf = file("a.pdf");

    assertThatThrownBy(() -> found(pdf))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(pdf + ": only files that end in .jsonl, .md or .txt can be ingested");
  }
}
