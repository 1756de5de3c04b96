package dev.mneme.examples.ingest.source;

import dev.mneme.MemoryEngine;

import dev.mneme.error.MnemeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through a directory for regular files. Reads one directory at a time, so that depth costs
 * neither descriptors nor stack; what cannot be read or is left aside is said and not fatal. For
 * one use.
 */
public final class TreeWalk {
  private static final Set<String> OF_TOOLS = Set.of(".git", ".hg", ".svn", "node_modules");
  private static final String STORE = "store.properties";
  private static final String LINKS = "symbolic links (--follow-links takes them)";

  private final WalkOptions options;
  private final Found found;
  private final Deque<Directory> pending = new ArrayDeque<>();
  private final Set<Path> entered = new HashSet<>();

  TreeWalk(WalkOptions options, Found found) {
    this.options = options;
    this.found = found;
  }

  /** Hears what there is. */
  interface Found {
    void file(Path file) throws IOException;

    void aside(String kind, Path path);

    void unreadable(Path path, String why);
  }

  /**
   * A directory to look into.
   *
   * @param ignores the ignore files that hold there, the outermost first
   */
  private record Directory(Path path, List<IgnoreFile> ignores) {
    boolean ignores(Path entry, boolean isDirectory) {
      return ignores.reversed().stream()
          .map(file -> file.ignores(entry, isDirectory))
          .flatMap(Optional::stream)
          .findFirst()
          .orElse(false);
    }
  }

  /**
   * Looks through a directory.
   *
   * @param root without symbolic links, as all paths are that are found while none are followed
   */
  void walk(Path root) throws IOException {
    enter(new Directory(root, options.ignored() ? List.of() : outerIgnores(root)));
    while (!pending.isEmpty()) {
      list(pending.pop());
    }
  }

  private void enter(Directory directory) {
    try {
      // Without links there are no circles.
      if (options.followLinks() && !entered.add(directory.path().toRealPath())) {
        return;
      }
      pending.push(directory);
    } catch (IOException e) {
      found.unreadable(directory.path(), reason(e));
    }
  }

  private void list(Directory directory) throws IOException {
    var entries = new ArrayList<Path>();
    List<IgnoreFile> ignores;
    try {
      try (var stream = Files.newDirectoryStream(directory.path())) {
        stream.forEach(entries::add);
      }
      ignores = ignores(directory.ignores(), directory.path());
    } catch (DirectoryIteratorException e) {
      found.unreadable(
          directory.path(),
          e.getCause() instanceof IOException cause ? reason(cause) : "it cannot be read");
      return;
    } catch (IOException e) {
      found.unreadable(directory.path(), reason(e));
      return;
    }
    entries.sort(Comparator.comparing(Path::toString));
    var inside = new Directory(directory.path(), ignores);
    for (var entry : entries) {
      visit(inside, entry);
    }
  }

  private void visit(Directory directory, Path entry) throws IOException {
    if (!hasReadableName(entry)) {
      found.unreadable(entry, "its name is not valid in the encoding of this system");
      return;
    }
    BasicFileAttributes attributes;
    try {
      attributes = attributes(entry, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        if (!options.followLinks()) {
          found.aside(LINKS, entry);
          return;
        }
        attributes = attributes(entry);
      }
    } catch (IOException e) {
      found.unreadable(entry, reason(e));
      return;
    }
    visit(directory, entry, attributes);
  }

  private void visit(Directory directory, Path entry, BasicFileAttributes attributes)
      throws IOException {
    var name = entry.getFileName().toString();
    if (!options.ignored() && OF_TOOLS.contains(name) && attributes.isDirectory()) {
      found.aside(name, entry);
    } else if (directory.ignores(entry, attributes.isDirectory())) {
      found.aside("ignored by " + IgnoreFile.NAME, entry);
    } else if (attributes.isRegularFile()) {
      found.file(entry);
    } else if (!attributes.isDirectory()) {
      found.aside("devices, pipes and sockets", entry);
    } else if (isStore(entry)) {
      found.aside("memory stores", entry);
    } else {
      enter(new Directory(entry, directory.ignores()));
    }
  }

  private List<IgnoreFile> ignores(List<IgnoreFile> outer, Path directory) throws IOException {
    if (options.ignored()) {
      return outer;
    }
    var own = IgnoreFile.read(directory);
    if (own.isEmpty()) {
      return outer;
    }
    var all = new ArrayList<>(outer);
    all.add(own.get());
    return List.copyOf(all);
  }

  /** Those between the root of the repository that the directory is in, if any, and it. */
  private static List<IgnoreFile> outerIgnores(Path root) throws IOException {
    var outer = new ArrayList<IgnoreFile>();
    for (var above = root; above != null; above = above.getParent()) {
      if (!above.equals(root)) {
        IgnoreFile.read(above).ifPresent(outer::addFirst);
      }
      if (Files.exists(above.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
        IgnoreFile.read(above.resolve(".git/info/exclude"), above).ifPresent(outer::addFirst);
        return outer;
      }
    }
    return List.of(); // no repository
  }

  private static boolean hasReadableName(Path entry) {
    try {
      return Path.of(entry.toString()).equals(entry);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  static boolean isStore(Path directory) {
    try {
      return Files.isRegularFile(directory.resolve(STORE), LinkOption.NOFOLLOW_LINKS)
          && MemoryEngine.info(directory).isPresent();
    } catch (MnemeException e) {
      return true; // of a newer version, or damaged: a store all the same
    }
  }

  private static BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, options);
  }

  public static String reason(IOException problem) {
    return switch (problem) {
      case AccessDeniedException _ -> "it cannot be read: permission denied";
      case NoSuchFileException _ -> "it is gone, or leads to nothing";
      case FileSystemException system when system.getReason() != null ->
          "it cannot be read: " + system.getReason();
      default -> "it cannot be read: " + problem.getMessage();
    };
  }
}
