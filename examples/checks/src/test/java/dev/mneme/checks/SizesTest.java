package dev.mneme.checks;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages and files are small enough to be read at once, and a name has one meaning. */
class SizesTest {
  private static final int MOST_FILES = 25;
  private static final int MOST_LINES = 400;

  @Test
  void packages_haveFewFiles() throws IOException {
    var sizes = mainSources().stream().collect(groupingBy(Path::getParent, counting()));

    assertThat(sizes.entrySet())
        .hasSizeGreaterThan(20)
        .filteredOn(entry -> entry.getValue() > MOST_FILES)
        .isEmpty();
  }

  @Test
  void files_areShort() throws IOException {
    for (var file : sources()) {
      assertThat(Files.readAllLines(file))
          .as("lines of %s", file)
          .hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  @Test
  void simpleNames_standOnceInAModule() throws IOException {
    var names =
        mainSources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(groupingBy(SizesTest::inItsModule, counting()));

    assertThat(names.entrySet()).filteredOn(entry -> entry.getValue() > 1).isEmpty();
  }

  private static String inItsModule(Path file) {
    var path = file.toString();
    return path.substring(0, path.indexOf("/src/main/")) + ": " + file.getFileName();
  }

  private static List<Path> mainSources() throws IOException {
    return sources().stream().filter(file -> file.toString().contains("/src/main/")).toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Artifacts.ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }
}
