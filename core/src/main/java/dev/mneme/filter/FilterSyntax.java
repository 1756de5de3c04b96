package dev.mneme.filter;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.text.Graphemes;

/** Makes the errors of the filter grammar: one line with the column, the reason and the place. */
final class FilterSyntax {
  private static final int SNIPPET = 30;
  private static final int LONGEST_NAME = 40;

  private FilterSyntax() {}

  /**
   * An error at a char of the filter text. The message counts columns from 1, in code points.
   *
   * @param reason what was expected, or what is wrong
   */
  static InvalidRequestException error(String text, int offset, String reason) {
    int column = text.codePointCount(0, offset) + 1;
    String before = text.substring(Graphemes.floor(text, offset - SNIPPET), offset);
    String after =
        text.substring(offset, Math.max(offset, Graphemes.floor(text, offset + SNIPPET)));
    String cutBefore = offset > SNIPPET ? "..." : "";
    String cutAfter = offset + SNIPPET < text.length() ? "..." : "";
    return new InvalidRequestException(
        "filter, column %d: %s, near: %s%s <-- HERE %s%s"
            .formatted(column, reason, cutBefore, printable(before), printable(after), cutAfter)
            .stripTrailing());
  }

  /** A piece of the filter text for a message: bounded, on one line. */
  static String shorten(String text) {
    return text.length() <= LONGEST_NAME
        ? printable(text)
        : printable(text.substring(0, Graphemes.lastBorder(text, 0, LONGEST_NAME))) + "...";
  }

  private static String printable(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isPrintable(c) ? c : ' '));
    return out.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
