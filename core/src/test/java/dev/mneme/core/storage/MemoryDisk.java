package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Scratch directories in memory where the machine has such a disk, for tests that run many short
 * lives of a store and in which fsync of the real disk is not what is tested.
 */
public final class MemoryDisk {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private MemoryDisk() {}

  /** A new directory; the caller deletes it. */
  public static Path createDirectory() throws IOException {
    return Files.isWritable(SHARED_MEMORY)
        ? Files.createTempDirectory(SHARED_MEMORY, "mneme-")
        : Files.createTempDirectory("mneme-");
  }
}
