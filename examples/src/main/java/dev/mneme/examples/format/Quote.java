package dev.mneme.examples.format;

/** Makes foreign text fit for one line of an error message. */
public final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** The text on one line, without control characters, cut to 80 characters. */
  public static String shorten(String text) {
    return oneLine(text, LONGEST);
  }

  /** The text on one line, without control characters, cut to {@code longest} characters. */
  public static String oneLine(String text, int longest) {
    var out = new StringBuilder(Math.min(text.length(), longest));
    boolean gap = false;
    int i = 0;
    while (i < text.length() && out.length() < longest) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!blank) {
        out.append(gap && !out.isEmpty() ? " " : "").appendCodePoint(c);
      }
      gap = blank;
    }
    return i < text.length() ? out.append('…').toString() : out.toString();
  }
}
