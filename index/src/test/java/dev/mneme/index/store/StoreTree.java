package dev.mneme.index.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory tree down to what the file system keeps of it: every name with its content, kind,
 * size, rights, count of links, number, and the times of its last change. The time of change of the
 * attributes cannot be set by programs, so that not even something that was undone goes unseen.
 */
final class StoreTree {
  private StoreTree() {}

  /** Empty if there is none. */
  static Map<String, String> of(Path root) throws IOException {
    var found = new TreeMap<String, String>();
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return found;
    }
    try (var files = Files.walk(root)) {
      for (var file : files.toList()) {
        found.put(root.relativize(file).toString(), attributes(file) + content(file));
      }
    }
    return found;
  }

  private static String attributes(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    var kept =
        new TreeMap<>(
            Files.readAttributes(
                file,
                unix
                    ? "unix:size,mode,nlink,ino,uid,gid,lastModifiedTime,ctime"
                    : "size,lastModifiedTime,fileKey",
                LinkOption.NOFOLLOW_LINKS));
    return kept.toString();
  }

  private static String content(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return " -> " + Files.readSymbolicLink(file);
    }
    return Files.isRegularFile(file) ? " " + Arrays.hashCode(Files.readAllBytes(file)) : "";
  }
}
