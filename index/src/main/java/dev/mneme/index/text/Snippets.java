package dev.mneme.index.text;

import java.util.List;

/** Cuts the part of a text that shows most of what was found. Pure functions. */
public final class Snippets {
  private Snippets() {}

  /**
   * The window of at most {@code maxChars} chars that holds the most spans, the first of equal
   * ones, with the spans in its middle and its borders between words where possible. The whole text
   * where that is short enough.
   *
   * @param spans ascending and not overlapping, as from {@link TextView#highlight}; may be empty
   * @param maxChars at least 1
   */
  public static TextSpan bestWindow(List<TextSpan> spans, String text, int maxChars) {
    if (maxChars < 1) {
      throw new IllegalArgumentException("a window of " + maxChars + " chars");
    }
    if (text.length() <= maxChars) {
      return new TextSpan(0, text.length());
    }
    TextSpan core = densest(spans, maxChars);
    int slack = Math.max(0, maxChars - (core.end() - core.start()));
    int start = Math.clamp(core.start() - slack / 2, 0, text.length() - maxChars);
    return atWords(text, new TextSpan(start, start + maxChars), core);
  }

  /** From the first to the last of the largest group of spans that fits. */
  private static TextSpan densest(List<TextSpan> spans, int maxChars) {
    var best = new TextSpan(0, 0);
    int most = 0;
    int from = 0;
    for (int to = 0; to < spans.size(); to++) {
      while (spans.get(to).end() - spans.get(from).start() > maxChars && from < to) {
        from++;
      }
      if (to - from + 1 > most) {
        most = to - from + 1;
        best = new TextSpan(spans.get(from).start(), spans.get(to).end());
      }
    }
    return best;
  }

  /**
   * Drops a word cut in two at either end, unless the core begins or ends in it; never cuts a
   * surrogate pair.
   */
  private static TextSpan atWords(String text, TextSpan window, TextSpan core) {
    int start = window.start();
    if (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      int space = start;
      while (space < core.start() && !Character.isWhitespace(text.charAt(space))) {
        space++;
      }
      start = space < core.start() ? space + 1 : start;
    }
    int end = window.end();
    if (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      int space = end;
      int least = Math.max(core.end(), start + 1);
      while (space > least && !Character.isWhitespace(text.charAt(space - 1))) {
        space--;
      }
      end = space > least ? space - 1 : end;
    }
    if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
      start++;
    }
    if (end < text.length() && end > start && Character.isLowSurrogate(text.charAt(end))) {
      end--;
    }
    return new TextSpan(start, Math.max(start, end));
  }
}
