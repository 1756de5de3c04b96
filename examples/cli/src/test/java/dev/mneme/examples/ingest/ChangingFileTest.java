package dev.mneme.examples.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.examples.ingest.source.Skip;
import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.examples.ingest.text.TextFile;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that go, grow, or become something else between the walk and the end of reading. */
class ChangingFileTest {
  @TempDir Path directory;

  private IngestReport ingest(Path root, IngestProgress progress) {
    try (var engine = MemoryEngine.open(directory.resolve("store"), EngineOptions.defaults())) {
      return new Ingester(engine, IngestOptions.defaults(), progress)
          .run(Sources.find(List.of(root)));
    }
  }

  private long count() {
    try (var engine = MemoryEngine.open(directory.resolve("store"), EngineOptions.defaults())) {
      return engine.everywhere().count();
    }
  }

  /** What happens to the second file as soon as the first has been taken. */
  enum Change {
    REMOVED {
      @Override
      void apply(Path file) throws IOException {
        Files.delete(file);
      }
    },
    LINK_TO_A_SECRET {
      @Override
      void apply(Path file) throws IOException {
        Files.delete(file);
        var secret = Files.writeString(file.resolveSibling("../secret"), "password");
        Files.createSymbolicLink(file, secret);
      }
    },
    DIRECTORY {
      @Override
      void apply(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
      }
    },
    BINARY {
      @Override
      void apply(Path file) throws IOException {
        Files.write(file, new byte[100]);
      }
    };

    abstract void apply(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void fileThatIsNotAnyMoreWhatWasFound_isSkippedAlone(Change change) throws Exception {
    var docs = Files.createDirectory(directory.resolve("docs"));
    Files.writeString(docs.resolve("a.txt"), "apples");
    var b = Files.writeString(docs.resolve("b.txt"), "bananas");
    Files.writeString(docs.resolve("c.txt"), "cherries");
    var applied = new boolean[1];

    var report =
        ingest(
            docs,
            (bytes, memories) -> {
              if (!applied[0]) {
                applied[0] = true;
                try {
                  change.apply(b);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            });

    assertThat(report.skipped().count()).isEqualTo(1);
    assertThat(report.skipped().first().getFirst().source()).isEqualTo(b.toString());
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void largeFileThatGrowsWhileItIsRead_keepsItsOldChunksAndIsSaid() throws Exception {
    var file = directory.resolve("large.txt");
    var paragraph = "Some words about it, again and again. ".repeat(18) + "\n\n";
    Files.writeString(
        file, "first beginning.\n\n" + paragraph.repeat(TextFile.HELD / paragraph.length() + 2));
    ingest(file, IngestProgress.NONE);
    long before = count();
    Files.writeString(
        file, "other beginning.\n\n" + paragraph.repeat(TextFile.HELD / paragraph.length() + 2));

    var report =
        ingest(
            file,
            (bytes, memories) -> {
              try {
                Files.writeString(file, "more", StandardOpenOption.APPEND);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    assertThat(report.skipped().first())
        .extracting(Skip::reason)
        .containsExactly("the file changed while it was read; ingest it again");
    assertThat(report.counts().removed()).isZero();
    assertThat(count()).isGreaterThanOrEqualTo(before);
  }
}
