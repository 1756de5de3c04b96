package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every source file is formatted by google-java-format. It is a test, not a plugin, because the
 * formatter reads Java 25 only on a JDK that knows it, and Maven itself may run on an older one.
 * {@code mvn -Dmneme.format=apply -pl examples/checks -am test -Dtest=FormatTest
 * -Dsurefire.failIfNoSpecifiedTests=false} rewrites what is not.
 */
@Execution(ExecutionMode.CONCURRENT)
class FormatTest {
  private static final Path ROOT = Artifacts.ROOT;

  @Test
  void everySourceFile_isFormatted() throws Exception {
    boolean apply = "apply".equals(System.getProperty("mneme.format"));
    var sources = sources();

    var unformatted =
        sources.parallelStream()
            .filter(file -> !isFormatted(file, apply))
            .map(ROOT::relativize)
            .toList();

    assertThat(sources).hasSizeGreaterThan(50);
    if (!apply) {
      assertThat(unformatted).as("run with -Dmneme.format=apply to format these").isEmpty();
    }
  }

  /** Rewrites it where it is not and that is wanted. A formatter serves one thread. */
  private static boolean isFormatted(Path file, boolean apply) {
    try {
      var source = Files.readString(file);
      var formatted = new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(source));
      if (apply && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return formatted.equals(source);
    } catch (IOException | FormatterException e) {
      throw new AssertionError("formatting " + file, e);
    }
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList();
    }
  }
}
