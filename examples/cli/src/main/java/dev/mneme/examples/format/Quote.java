package dev.mneme.examples.format;

import dev.mneme.core.text.Graphemes;
import dev.mneme.core.text.Printable;

/**
 * Makes foreign text fit for one line: what is white space or could steer a terminal becomes a
 * blank, invisible signs are left out, and a text that is too long is cut between characters.
 */
public final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** The text on one line, cut to 80 chars. */
  public static String shorten(String text) {
    return oneLine(text, LONGEST);
  }

  /** The text on one line, cut to {@code longest} chars. */
  public static String oneLine(String text, int longest) {
    var out = new StringBuilder(Math.min(text.length(), longest) + 2);
    boolean gap = false;
    int i = 0;
    while (i < text.length() && out.length() <= longest) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!blank && Printable.isPrintable(c)) {
        out.append(gap && !out.isEmpty() ? " " : "").appendCodePoint(c);
      }
      gap = blank || (gap && !Printable.isPrintable(c));
    }
    if (out.length() <= longest) {
      return out.toString();
    }
    // Whether a character ends here depends on the code point behind.
    if (i < text.length()) {
      out.appendCodePoint(text.codePointAt(i));
    }
    return out.substring(0, Graphemes.floor(out, longest)).stripTrailing() + '…';
  }
}
