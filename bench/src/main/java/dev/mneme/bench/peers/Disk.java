package dev.mneme.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a directory takes. */
final class Disk {
  private Disk() {}

  static long bytes(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
