package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small stores without an embedding model. */
final class TestStores {
  private TestStores() {}

  /** Writes the lines to a file and takes it in. */
  static CliRun ingest(Path store, Path file, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
    return mneme("ingest", "--store", store, "--embedder", "none", file);
  }

  /** A store that holds nothing any more. */
  static void empty(Path store) throws IOException {
    var file = Files.createTempFile("mneme-empty", ".jsonl");
    try {
      ingest(store, file, "{\"id\": \"gone\", \"text\": \"gone\"}").ok();
      mneme("delete", "--store", store, "gone").ok();
    } finally {
      Files.delete(file);
    }
  }
}
