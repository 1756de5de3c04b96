package dev.mneme.core.text;

import java.text.BreakIterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a text may be cut: between extended grapheme clusters (UAX #29), which are what readers
 * take for one character. An instance asks about many places of one text and is not thread-safe;
 * the static methods look at a window around the place only, so they take bounded time in any text
 * but one of thousands of flags in a row.
 */
public final class Graphemes {
  /** Below this there is neither a combining nor a prepending character. */
  private static final int FIRST_SPECIAL = 0x300;

  /** A cluster that is longer than this is no character of any script, and is cut. */
  private static final int WINDOW = 256;

  private static final int FIRST_REGIONAL_INDICATOR = 0x1F1E6;
  private static final int LAST_REGIONAL_INDICATOR = 0x1F1FF;

  private final String text;
  private @Nullable BreakIterator borders;

  public Graphemes(String text) {
    this.text = text;
  }

  /**
   * Whether the text may be cut before this index, which is inside the text. O(1) in Latin scripts.
   */
  public boolean isBorder(int index) {
    if (index == 0 || isPlain(text, index)) {
      return true;
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
   * @param maxChars at least 2
   */
  public static int lastBorder(String text, int start, int maxChars) {
    if (text.length() - start <= maxChars) {
      return text.length();
    }
    int limit = start + maxChars;
    int border = isPlain(text, limit) ? limit : floor(text, start, limit);
    return border > start ? border : codePointFloor(text, limit);
  }

  /**
   * The last border at or before the index; 0 if the text begins with a cluster that reaches beyond
   * it. Inside a cluster of hundreds of chars it is a border between code points.
   */
  public static int floor(CharSequence text, int index) {
    if (index <= 0 || index >= text.length()) {
      return Math.clamp(index, 0, text.length());
    }
    if (isPlain(text, index)) {
      return index;
    }
    int from = windowStart(text, index);
    int border = floor(text, from, index);
    return border > from || from == 0 ? border : codePointFloor(text, index);
  }

  /** The last border in {@code [from, index]}, where {@code from} is taken for one. */
  private static int floor(CharSequence text, int from, int index) {
    // Whether there is a border depends on what is before it and one code point behind.
    var borders = BreakIterator.getCharacterInstance(Locale.ROOT);
    borders.setText(text.subSequence(from, Math.min(text.length(), index + 2)).toString());
    return from
        + (borders.isBoundary(index - from) ? index - from : borders.preceding(index - from));
  }

  /** The first border at or after the index, under the rule of {@link #floor}. */
  public static int ceil(CharSequence text, int index) {
    if (index <= 0 || index >= text.length()) {
      return Math.clamp(index, 0, text.length());
    }
    int end = Math.min(text.length(), index + WINDOW);
    for (int i = index; i < end; i++) {
      if (floor(text, i) == i) {
        return i;
      }
    }
    return codePointFloor(text, end);
  }

  /** Whether both sides of the place are of scripts without clusters. */
  private static boolean isPlain(CharSequence text, int index) {
    char before = text.charAt(index - 1);
    return before < FIRST_SPECIAL && text.charAt(index) < FIRST_SPECIAL && before != '\r';
  }

  /** A place well before the index from which on the borders around the index can be told. */
  private static int windowStart(CharSequence text, int index) {
    int from = codePointFloor(text, Math.max(0, index - WINDOW));
    // Flags are pairs, so that it takes the first of a row to tell them apart.
    while (from >= 2 && isRegionalIndicator(Character.codePointBefore(text, from))) {
      from -= 2;
    }
    return from;
  }

  private static boolean isRegionalIndicator(int codePoint) {
    return codePoint >= FIRST_REGIONAL_INDICATOR && codePoint <= LAST_REGIONAL_INDICATOR;
  }

  private static int codePointFloor(CharSequence text, int index) {
    boolean insidePair =
        index > 0
            && index < text.length()
            && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    return insidePair ? index - 1 : index;
  }
}
