package dev.mneme.examples.ingest;

import dev.mneme.core.model.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the files to ingest.
 *
 * @param sources in the order of the arguments, within a directory sorted by path; each file once
 * @param unreadable what a directory holds and cannot be read
 */
public record Sources(List<Source> sources, List<Skip> unreadable) {
  public Sources {
    sources = List.copyOf(sources);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Takes files as they are and looks into directories recursively, following symbolic links except
   * in circles.
   *
   * @throws InvalidRequest if a named path does not exist, cannot be read, or is a file of no known
   *     kind
   */
  public static Sources find(List<Path> paths) {
    var found = new Finder();
    try {
      for (var path : paths) {
        found.addNamed(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sources(found.sources, found.unreadable);
  }

  public long bytes() {
    return sources.stream().mapToLong(Source::bytes).sum();
  }

  private static final class Finder {
    private final List<Source> sources = new ArrayList<>();
    private final List<Skip> unreadable = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private void addNamed(Path path) throws IOException {
      InvalidRequest.require(Files.exists(path), "%s: no such file or directory", path);
      InvalidRequest.require(Files.isReadable(path), "%s: cannot be read", path);
      if (Files.isDirectory(path)) {
        addTree(path);
        return;
      }
      var kind = Source.Kind.of(path);
      InvalidRequest.require(
          kind.isPresent() && Files.isRegularFile(path),
          "%s: only files that end in .jsonl, .md or .txt can be ingested",
          path);
      add(path, kind.orElseThrow());
    }

    private void addTree(Path directory) throws IOException {
      var files = new ArrayList<Path>();
      Files.walkFileTree(
          directory,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && Source.Kind.of(file).isPresent()) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
              // A circle of links comes here too; what it holds is found on the other way in.
              if (!(problem instanceof java.nio.file.FileSystemLoopException)) {
                unreadable.add(new Skip(file.toString(), 0, "it cannot be read"));
              }
              return FileVisitResult.CONTINUE;
            }
          });
      files.sort(Comparator.comparing(Path::toString));
      for (var file : files) {
        if (Files.isReadable(file)) {
          add(file, Source.Kind.of(file).orElseThrow());
        } else {
          unreadable.add(new Skip(file.toString(), 0, "it cannot be read"));
        }
      }
    }

    private void add(Path path, Source.Kind kind) throws IOException {
      var key = path.toRealPath().toString().replace('\\', '/');
      if (keys.add(key)) {
        sources.add(new Source(path, key, kind, Files.size(path)));
      }
    }
  }
}
