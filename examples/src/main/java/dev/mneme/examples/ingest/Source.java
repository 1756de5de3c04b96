package dev.mneme.examples.ingest;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A file to ingest.
 *
 * @param path as the user named it, or below the directory that the user named
 * @param key the absolute path without symbolic links, which names the file in the store
 * @param bytes the size when it was found
 */
public record Source(Path path, String key, Kind kind, long bytes) {

  /** What a file holds, by its ending. */
  public enum Kind {
    JSONL(".jsonl"),
    MARKDOWN(".md"),
    TEXT(".txt");

    private final String ending;

    Kind(String ending) {
      this.ending = ending;
    }

    static Optional<Kind> of(Path path) {
      var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
      for (var kind : values()) {
        if (name.endsWith(kind.ending)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }
}
