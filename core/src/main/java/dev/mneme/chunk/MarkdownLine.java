package dev.mneme.chunk;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What single lines mean in CommonMark; the patterns have no nested repetition, so that they take
 * linear time.
 */
final class MarkdownLine {
  private static final Pattern LIST_ITEM =
      Pattern.compile(" {0,12}([-*+]|[0-9]{1,9}[.)])[ \\t].*", Pattern.DOTALL);
  private static final Pattern ATX = Pattern.compile(" {0,3}#{1,6}([ \\t].*)?", Pattern.DOTALL);

  private MarkdownLine() {}

  /** A heading with its level, 1 to 6. */
  record Heading(int level, String title) {}

  /** A line that opens or closes fenced code. */
  record Fence(char mark, int length, boolean bare) {
    boolean closes(Fence opening) {
      return bare && mark == opening.mark && length >= opening.length;
    }
  }

  /** {@code ## Title ##}. */
  static Optional<Heading> atxHeading(String line) {
    if (!ATX.matcher(line).matches()) {
      return Optional.empty();
    }
    String marked = line.strip();
    int level = run(marked, 0, '#');
    String title = marked.substring(level).strip();
    int end = title.length();
    while (end > 0 && title.charAt(end - 1) == '#') {
      end--;
    }
    boolean closed = end == 0 || Character.isWhitespace(title.charAt(end - 1));
    return Optional.of(new Heading(level, closed ? title.substring(0, end) : title));
  }

  /**
   * The level that a line of {@code ===} or {@code ---} gives to the line above it; 0 if it is no
   * such line.
   */
  static int underlineLevel(String line) {
    int indent = run(line, 0, ' ');
    String marks = line.stripTrailing();
    if (indent > 3 || indent >= marks.length()) {
      return 0;
    }
    char mark = marks.charAt(indent);
    boolean whole =
        (mark == '=' || mark == '-') && run(marks, indent, mark) == marks.length() - indent;
    return !whole ? 0 : mark == '=' ? 1 : 2;
  }

  static Optional<Fence> fence(String line) {
    int indent = run(line, 0, ' ');
    if (indent > 3 || indent == line.length()) {
      return Optional.empty();
    }
    char mark = line.charAt(indent);
    int length = run(line, indent, mark);
    if ((mark != '`' && mark != '~') || length < 3) {
      return Optional.empty();
    }
    String info = line.substring(indent + length);
    boolean inlineCode = mark == '`' && info.indexOf('`') >= 0;
    return inlineCode ? Optional.empty() : Optional.of(new Fence(mark, length, info.isBlank()));
  }

  static boolean isListItem(String line) {
    return LIST_ITEM.matcher(line).matches();
  }

  private static int run(String line, int from, char c) {
    int end = from;
    while (end < line.length() && line.charAt(end) == c) {
      end++;
    }
    return end - from;
  }
}
