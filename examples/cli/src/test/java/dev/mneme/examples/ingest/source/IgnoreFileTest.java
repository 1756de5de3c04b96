package dev.mneme.examples.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is ignored is what git ignores. */
class IgnoreFileTest {
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "a.txt", "#x", "!y", "b ", "[z");
  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "*",
          "**",
          "?",
          "[ab]",
          "[!a]",
          "[a-",
          "/",
          "/",
          "**/",
          "\\",
          ".txt",
          "#",
          "!",
          " ",
          "[[:alpha:]]",
          "[]z]",
          "[\\]z]",
          "x");

  @TempDir Path directory;

  @Test
  void anyRules_leaveOutWhatGitLeavesOut() throws Exception {
    git("init", "-q");
    var random = new Random(20);
    var files = new ArrayList<String>();
    for (int i = 0; i < 60; i++) {
      files.add(path(random));
    }
    for (var file : new LinkedHashSet<>(files)) {
      var path = directory.resolve(file);
      if (!Files.exists(path)) {
        try {
          Files.createDirectories(path.getParent());
          Files.writeString(path, "x");
        } catch (java.nio.file.FileSystemException e) {
          continue; // a file stands where a directory would
        }
      }
    }
    for (int round = 0; round < 40; round++) {
      var rules = rules(random);
      Files.writeString(directory.resolve(".gitignore"), rules);
      Files.writeString(directory.resolve("a.d/.gitignore"), rules(random));

      assertThat(walked()).as("round %d: %s", round, rules).isEqualTo(untracked());
    }
  }

  private static String path(Random random) {
    var path = new StringBuilder(random.nextBoolean() ? "a.d/" : "");
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      path.append(NAMES.get(random.nextInt(NAMES.size()))).append(".d/");
    }
    return path + NAMES.get(random.nextInt(NAMES.size()));
  }

  private static String rules(Random random) {
    var rules = new StringBuilder();
    for (int lines = 1 + random.nextInt(5); lines > 0; lines--) {
      if (random.nextInt(4) == 0) {
        rules.append('!');
      }
      for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
        rules.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      if (random.nextInt(4) == 0) {
        rules.append(".d/");
      }
      rules.append(random.nextInt(6) == 0 ? "\r\n" : "\n");
    }
    return rules.toString();
  }

  private Set<String> walked() throws Exception {
    var files = new TreeSet<String>();
    new TreeWalk(
            WalkOptions.defaults(),
            new TreeWalk.Found() {
              @Override
              public void file(Path file) {
                files.add(directory.relativize(file).toString());
              }

              @Override
              public void aside(String kind, Path path) {}

              @Override
              public void unreadable(Path path, String why) {
                throw new AssertionError(path + ": " + why);
              }
            })
        .walk(directory);
    return files;
  }

  private Set<String> untracked() throws Exception {
    var names =
        new TreeSet<>(List.of(git("ls-files", "-z", "--others", "--exclude-standard").split("\0")));
    names.remove("");
    return names;
  }

  private String git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git", "-c", "core.excludesFile=/dev/null"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  @Test
  void hostilePattern_takesNoTime() {
    var rule = IgnoreRule.parse("*a?".repeat(200) + "b").orElseThrow();
    assertThat(rule.matches(List.of("a".repeat(4_000)), false)).isFalse();
    var deep = IgnoreRule.parse("/" + "**/a*a?/".repeat(100) + "b").orElseThrow();
    assertThat(deep.matches(java.util.Collections.nCopies(1_000, "aaaaaaaaaaaa"), false)).isFalse();
  }
}
