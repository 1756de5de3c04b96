package dev.mneme.examples.ingest.source;

import dev.mneme.examples.ingest.text.TextFile;
import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files to ingest.
 *
 * @param sources in the order of the arguments, within a directory sorted by path; each file once
 * @param directories the named ones, as the keys of their files begin
 * @param unreadable what a directory holds and cannot be read
 * @param passedOver what a directory holds and is left aside
 */
public record Sources(
    List<Source> sources,
    List<String> directories,
    List<Skip> unreadable,
    List<PassedOver> passedOver) {
  /** None. */
  public static final Sources NONE = new Sources(List.of(), List.of(), List.of(), List.of());

  public Sources {
    sources = List.copyOf(sources);
    directories = List.copyOf(directories);
    unreadable = List.copyOf(unreadable);
    passedOver = List.copyOf(passedOver);
  }

  /** As {@link #find(List, WalkOptions)} with the defaults. */
  public static Sources find(List<Path> paths) {
    return find(paths, WalkOptions.defaults());
  }

  /**
   * Takes named files, through links where they are links, and looks into named directories
   * recursively.
   *
   * @throws InvalidRequestException if a named path does not exist, cannot be read, or is a file
   *     that is not read
   */
  public static Sources find(List<Path> paths, WalkOptions options) {
    var finder = new Finder(options);
    try {
      for (var path : paths) {
        finder.addNamed(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(TreeWalk.reason(e), e);
    }
    return new Sources(finder.sources, finder.directories, finder.unreadable, finder.aside.list());
  }

  public long bytes() {
    return sources.stream().mapToLong(Source::bytes).sum();
  }

  private static String key(Path real) {
    return real.toString().replace('\\', '/');
  }

  private static final class Finder {
    private final WalkOptions options;
    private final List<Source> sources = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private final List<Skip> unreadable = new ArrayList<>();
    private final Leftovers aside = new Leftovers();
    private final Set<String> keys = new HashSet<>();

    private Finder(WalkOptions options) {
      this.options = options;
    }

    private void addNamed(Path path) throws IOException {
      Require.that(Files.exists(path), "%s: no such file or directory", path);
      Require.that(Files.isReadable(path), "%s: cannot be read", path);
      if (Files.isDirectory(path)) {
        Require.that(!TreeWalk.isStore(path), "%s: is a memory store", path);
        addTree(path);
        return;
      }
      Require.that(Files.isRegularFile(path), "%s: is not a file", path);
      var unread = FileKind.unread(path);
      Require.that(unread.isEmpty(), "%s: is %s", path, unread.orElse(""));
      var kind = FileKind.of(path).or(() -> kindByContent(path));
      Require.that(kind.isPresent(), "%s: is not text", path);
      add(path, kind.orElseThrow());
    }

    private void addTree(Path directory) throws IOException {
      var root = directory.toRealPath();
      directories.add(key(root));
      var files = new ArrayList<Path>();
      var walk =
          new TreeWalk(
              options,
              new TreeWalk.Found() {
                @Override
                public void file(Path file) {
                  files.add(file);
                }

                @Override
                public void aside(String kind, Path path) {
                  aside.add(kind, shown(path));
                }

                @Override
                public void unreadable(Path path, String why) {
                  unreadable.add(new Skip(shown(path).toString(), 0, why));
                }

                private Path shown(Path path) {
                  return path.equals(root) ? directory : directory.resolve(root.relativize(path));
                }
              });
      walk.walk(root);
      files.sort(Comparator.comparing(Path::toString));
      for (var file : files) {
        addFound(file, directory.resolve(root.relativize(file)));
      }
    }

    private void addFound(Path file, Path shown) {
      var kind = FileKind.of(file);
      if (FileKind.isHidden(file)) {
        aside.add("hidden files", shown);
        return;
      }
      if (kind.isEmpty() && !FileKind.ending(file).isEmpty()) {
        var why = FileKind.unread(file).map(reason -> " (" + reason + ")").orElse("");
        aside.add("." + FileKind.ending(file) + why, shown);
        return;
      }
      if (!Files.isReadable(file)) {
        unreadable.add(new Skip(shown.toString(), 0, "it cannot be read: permission denied"));
        return;
      }
      kind = kind.or(() -> kindByContent(file));
      if (kind.isEmpty()) {
        aside.add("without an ending and not text", shown);
        return;
      }
      try {
        add(shown, kind.get());
      } catch (IOException e) {
        unreadable.add(new Skip(shown.toString(), 0, TreeWalk.reason(e)));
      }
    }

    private static Optional<Source.Kind> kindByContent(Path file) {
      return TextFile.looksLikeText(file) ? Optional.of(Source.Kind.TEXT) : Optional.empty();
    }

    private void add(Path path, Source.Kind kind) throws IOException {
      var key = key(path.toRealPath());
      if (keys.add(key)) {
        sources.add(new Source(path, key, kind, Files.size(path)));
      }
    }
  }
}
