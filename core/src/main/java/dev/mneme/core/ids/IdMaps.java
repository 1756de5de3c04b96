package dev.mneme.core.ids;

import dev.mneme.core.check.Require;

import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the best id map that this JVM allows. */
public final class IdMaps {

  private static final Logger LOG = LoggerFactory.getLogger(IdMaps.class);

  private IdMaps() {}

  /**
   * Opens the map in {@code directory}, which is its own: anything else there may be deleted. The
   * caller makes sure that no other process or map uses the directory.
   *
   * <p>The map is off the heap and persistent (Chronicle Map) where the JVM has the flags for it;
   * otherwise, or when that fails for whatever reason, it is on the heap and starts empty, and one
   * log line says why. A persistent map starts with its old content if {@link IdMap#close(long)}
   * was the last thing that happened to it, and {@link IdMap#checkpoint()} tells how far that
   * reaches; else it starts empty. Opening never fails on what it finds.
   */
  public static IdMap open(Storage storage, Path directory, IdMapOptions options) {
    var files = new IdFiles(storage, directory);
    if (options.offHeap()) {
      List<String> missing = JvmFlags.missingForOffHeapIds();
      if (missing.isEmpty()) {
        try {
          return ChronicleIdMap.open(files, options);
        } catch (IOException | RuntimeException | LinkageError e) {
          LOG.warn(
              "{}: ids are kept on the heap, the off-heap map fails: {}", directory, e.toString());
          LOG.debug("{}: why", directory, e);
        }
      } else {
        LOG.warn(
            "{}: ids are kept on the heap, for the JVM lacks the flags {}",
            directory,
            String.join(" ", missing));
      }
    }
    // What an earlier off-heap map has left would be behind the log when flags are there again.
    files.discardAll();
    return new HeapIdMap(options.expectedEntries());
  }

  /** {@link #open(Storage, Path, IdMapOptions)} with defaults for the rest. */
  public static IdMap open(Storage storage, Path directory, long expectedEntries) {
    return open(storage, directory, IdMapOptions.expecting(Math.max(expectedEntries, 1)));
  }

  /** A map on the heap that starts empty and leaves nothing behind. */
  public static IdMap onHeap(long expectedEntries) {
    return new HeapIdMap(expectedEntries);
  }

  static void checkOrdinal(int ordinal) {
    Require.that(ordinal >= 0, "an ordinal must not be negative, but is %d", ordinal);
  }
}
