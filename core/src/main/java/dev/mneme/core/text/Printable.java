package dev.mneme.core.text;

/**
 * What of a foreign text may be shown to people: ids, names, paths and texts come from outside and
 * must neither end a line, steer a terminal, nor turn the direction of what stands beside them.
 * Whatever could is written as an escape, {@code \}{@code u001b}; this is the one place that
 * decides.
 */
public final class Printable {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int FIRST_TAG = 0xE0020;
  private static final int LAST_TAG = 0xE007F;

  private Printable() {}

  /** The text with everything that is not printable escaped. */
  public static String escape(String text) {
    int first = firstUnprintable(text);
    if (first == text.length()) {
      return text;
    }
    var out = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      append(out, c);
    }
    return out.toString();
  }

  /**
   * The escaped text, cut between grapheme clusters where it has more than {@code longest} chars,
   * and {@code cut} behind it then.
   */
  public static String shorten(String text, int longest, String cut) {
    int end = text.length() <= longest ? text.length() : Graphemes.floor(text, longest);
    // Escapes are longer than what they stand for.
    var escaped = escape(text.substring(0, end));
    int shown = escaped.length() <= longest ? escaped.length() : Graphemes.floor(escaped, longest);
    return end == text.length() && shown == escaped.length()
        ? escaped
        : escaped.substring(0, shown) + cut;
  }

  /** Whether a terminal may see the code point as it is. */
  public static boolean isPrintable(int codePoint) {
    if (codePoint < 0x7F) {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> isPartOfAWord(codePoint);
      default -> true;
    };
  }

  /** Signs of Unicode's format class that make letters and emoji, or are seen. */
  private static boolean isPartOfAWord(int codePoint) {
    return switch (codePoint) {
      case ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER -> true;
      // Signs of Arabic, Syriac and Kaithi that stand before numbers.
      case 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD -> true;
      default ->
          (codePoint >= 0x600 && codePoint <= 0x605)
              || (codePoint >= FIRST_TAG && codePoint <= LAST_TAG);
    };
  }

  private static int firstUnprintable(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!isPrintable(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static void append(StringBuilder out, int codePoint) {
    if (isPrintable(codePoint)) {
      out.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit((unit >> shift) & 0xF, 16));
      }
    }
  }
}
