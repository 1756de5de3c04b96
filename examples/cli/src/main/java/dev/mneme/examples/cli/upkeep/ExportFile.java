package dev.mneme.examples.cli.upkeep;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.render.Output;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.function.Consumer;

/**
 * A file to export to. It appears, or is replaced, when everything is written and on disk; until
 * then all goes to a new file beside it with a name that nobody else has. Symbolic links are
 * refused, devices and pipes are written to and stay what they are.
 */
final class ExportFile {
  /** Where links such as {@code stdout} belong to the system. */
  private static final Path DEVICES = Path.of("/dev");

  private ExportFile() {}

  /**
   * Refuses what must not be written to, before anything is.
   *
   * @throws InvalidRequestException for a symbolic link, a directory, or a place inside the store
   */
  static void check(Path target, Path store) {
    Require.that(
        !Files.isSymbolicLink(target) || isStream(target) && target.startsWith(DEVICES),
        "%s is a symbolic link; name the file that it leads to",
        target);
    Require.that(!Files.isDirectory(target), "%s is a directory", target);
    requireOutside(store, target);
  }

  /**
   * Refuses targets among the files of a store.
   *
   * @throws InvalidRequestException naming both
   */
  static void requireOutside(Path store, Path target) {
    try {
      var parent = parent(target);
      boolean inside =
          Files.isDirectory(parent)
              && Files.isDirectory(store)
              && parent.toRealPath().startsWith(store.toRealPath());
      Require.that(
          !inside, "%s is inside the store %s; choose a place outside of it", target, store);
    } catch (IOException e) {
      throw new InvalidRequestException(
          "%s cannot be written to: %s".formatted(target, e.getMessage()));
    }
  }

  static void write(Path target, Consumer<Output> body) throws IOException {
    if (isStream(target)) {
      try (var stream = Files.newOutputStream(target, StandardOpenOption.WRITE);
          var out = new Output(stream)) {
        body.accept(out);
      }
      return;
    }
    var name = String.valueOf(target.getFileName());
    // New, for nobody else to read, and by no name that could have been guessed.
    var temporary = Files.createTempFile(parent(target), name + ".", ".tmp");
    try {
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var out = new Output(Channels.newOutputStream(channel));
        body.accept(out);
        out.flush();
        channel.force(true);
      }
      keepPermissions(target, temporary);
      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Who could read the file that is replaced can read the new one. */
  private static void keepPermissions(Path before, Path after) throws IOException {
    var old =
        Files.getFileAttributeView(before, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var view = Files.getFileAttributeView(after, PosixFileAttributeView.class);
    if (old != null && view != null && Files.isRegularFile(before, LinkOption.NOFOLLOW_LINKS)) {
      view.setPermissions(old.readAttributes().permissions());
    }
  }

  /** A device or a pipe, perhaps behind a link as {@code /dev/stdout} is. */
  private static boolean isStream(Path target) {
    return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
  }

  private static Path parent(Path target) {
    var parent = target.toAbsolutePath().getParent();
    return parent == null ? target.toAbsolutePath() : parent;
  }
}
