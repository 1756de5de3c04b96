package dev.mneme.examples.ingest.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a {@code .gitignore}.
 *
 * @param directory that they hold below
 */
record IgnoreFile(Path directory, List<IgnoreRule> rules) {
  static final String NAME = ".gitignore";
  private static final long LARGEST = 1 << 20;

  /** The rules of a directory's own file, if it is there and can be read. */
  static Optional<IgnoreFile> read(Path directory) throws IOException {
    return read(directory.resolve(NAME), directory);
  }

  /** The rules of a file, if it is there and can be read. */
  static Optional<IgnoreFile> read(Path file, Path directory) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
      return Optional.empty();
    }
    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    var rules = new ArrayList<IgnoreRule>();
    for (var line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n")) {
      IgnoreRule.parse(line).ifPresent(rules::add);
    }
    return Optional.of(new IgnoreFile(directory, List.copyOf(rules)));
  }

  /** What the last rule says that speaks of the path; empty where none does. */
  Optional<Boolean> ignores(Path path, boolean isDirectory) {
    var names = new ArrayList<String>();
    directory.relativize(path).forEach(name -> names.add(name.toString()));
    for (var rule : rules.reversed()) {
      if (rule.matches(names, isDirectory)) {
        return Optional.of(!rule.negated());
      }
    }
    return Optional.empty();
  }
}
