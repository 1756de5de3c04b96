package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every source file is formatted by google-java-format. It is a test, not a plugin, because the
 * formatter reads Java 25 only on a JDK that knows it, and Maven itself may run on an older one.
 * {@code mvn -Dmneme.format=apply -pl examples/checks -am test -Dtest=FormatTest
 * -Dsurefire.failIfNoSpecifiedTests=false} rewrites what is not.
 */
class FormatTest {
  private static final Path ROOT = Artifacts.ROOT;

  @Test
  void everySourceFile_isFormatted() throws Exception {
    boolean apply = "apply".equals(System.getProperty("mneme.format"));
    var formatter = new Formatter();
    var unformatted = new ArrayList<Path>();
    var sources = sources();
    for (var file : sources) {
      var source = Files.readString(file);
      var formatted = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(source));
      if (!formatted.equals(source)) {
        unformatted.add(ROOT.relativize(file));
        if (apply) {
          Files.writeString(file, formatted);
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(50);
    if (!apply) {
      assertThat(unformatted).as("run with -Dmneme.format=apply to format these").isEmpty();
    }
  }

  private static List<Path> sources() throws Exception {
    try (var files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target"))
          .sorted()
          .toList();
    }
  }
}
