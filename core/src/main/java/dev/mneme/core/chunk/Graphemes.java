package dev.mneme.core.chunk;

import java.text.BreakIterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a text may be cut: between extended grapheme clusters (UAX #29). Not thread-safe. */
final class Graphemes {
  /** Below this there is neither a combining nor a prepending character. */
  private static final int FIRST_SPECIAL = 0x300;

  private final String text;
  private @Nullable BreakIterator borders;

  Graphemes(String text) {
    this.text = text;
  }

  /**
   * Whether the text may be cut before this index, which is inside the text. O(1) in Latin scripts.
   */
  boolean isBorder(int index) {
    if (index == 0
        || (text.charAt(index - 1) < FIRST_SPECIAL && text.charAt(index) < FIRST_SPECIAL)) {
      return true; // but for CR LF, and white space is no part of any piece
    }
    if (borders == null) {
      borders = BreakIterator.getCharacterInstance(Locale.ROOT);
      borders.setText(text);
    }
    return borders.isBoundary(index);
  }

  /**
   * The last border in {@code (start, start + maxChars]}. A cluster that alone is longer is cut
   * between code points.
   *
   * @param start a border
   * @param maxChars at least 2, and {@code start + maxChars} is within the text
   */
  static int lastBorder(String text, int start, int maxChars) {
    int limit = start + maxChars;
    // Whether there is a border depends on what is before it and one code point behind.
    String window = text.substring(start, Math.min(text.length(), limit + 2));
    var borders = BreakIterator.getCharacterInstance(Locale.ROOT);
    borders.setText(window);
    int border = maxChars < window.length() ? borders.preceding(maxChars + 1) : maxChars;
    if (border > 0) {
      return start + border;
    }
    boolean insidePair =
        limit < text.length()
            && Character.isSurrogatePair(text.charAt(limit - 1), text.charAt(limit));
    return insidePair ? limit - 1 : limit;
  }
}
