package dev.mneme.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The pages of the project. */
final class Pages {
  private Pages() {}

  /** The text of a page, by its path from the root. */
  static String text(String page) throws IOException {
    return Files.readString(Artifacts.ROOT.resolve(page));
  }

  /** The Java that a page shows, block by block. */
  static List<String> javaBlocks(String page) throws IOException {
    return Pattern.compile("(?s)```java\n(.*?)```")
        .matcher(text(page))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
