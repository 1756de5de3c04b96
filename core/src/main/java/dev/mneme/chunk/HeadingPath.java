package dev.mneme.chunk;

import dev.mneme.core.text.Graphemes;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The headings in force at a place of a document, one a level. Not thread-safe. */
final class HeadingPath {
  static final int LEVELS = 6;
  private static final int LONGEST_TITLE = 120;

  private final String[] titles = {"", "", "", "", "", ""};

  HeadingPath copy() {
    var copy = new HeadingPath();
    System.arraycopy(titles, 0, copy.titles, 0, LEVELS);
    return copy;
  }

  /**
   * A new heading ends those of its level and below.
   *
   * @param level 1 to {@value #LEVELS}
   */
  void enter(int level, String title) {
    titles[level - 1] = shorten(title.strip());
    for (int below = level; below < LEVELS; below++) {
      titles[below] = "";
    }
  }

  /**
   * The titles from the outermost in, joined by {@code >}; levels without a heading are left out.
   */
  String render() {
    return IntStream.range(0, LEVELS)
        .mapToObj(level -> titles[level])
        .filter(title -> !title.isEmpty())
        .collect(Collectors.joining(" > "));
  }

  /**
   * A path is an attribute of every chunk, so a line of a megabyte that begins with # must not
   * become one.
   */
  private static String shorten(String title) {
    if (title.length() <= LONGEST_TITLE) {
      return title;
    }
    int end = Graphemes.lastBorder(title, 0, LONGEST_TITLE);
    return title.substring(0, end).strip() + "…";
  }
}
