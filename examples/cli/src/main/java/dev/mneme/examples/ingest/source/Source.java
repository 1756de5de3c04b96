package dev.mneme.examples.ingest.source;

import java.nio.file.Path;

/**
 * A file to ingest.
 *
 * @param path as the user named it, or below the directory that the user named
 * @param key the absolute path without symbolic links, which names the file in the store
 * @param bytes the size when it was found
 */
public record Source(Path path, String key, Kind kind, long bytes) {

  /** What a file holds. */
  public enum Kind {
    /** One memory a line. */
    JSONL,
    MARKDOWN,
    TEXT
  }

  /** Where the file is read; a link that takes its place later is not followed. */
  public Path file() {
    return Path.of(key);
  }
}
