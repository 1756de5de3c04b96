package dev.mneme.index.text.analysis;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.jspecify.annotations.Nullable;

/**
 * Makes one form of characters that are equivalent: composed (NFC), compatible letters and digits
 * by their plain ones (NFKC: ligatures, full width), typographic apostrophes and hyphens by the
 * typewriter's, invisible characters by nothing. Superscripts, fractions and symbols stay as they
 * are, because what they decompose to would run into the word beside them. And folds what is left
 * apart: accents, case, variants of letters.
 *
 * <p>ICU's data is loaded when the first text needs it; texts of everyday characters do not.
 */
public final class CharForms {
  /**
   * In which marks are put in order. Sorting them takes the square of their number, and no letter
   * has as many.
   */
  private static final int MAX_PIECE = 128;

  private CharForms() {}

  /** Loaded late. */
  private static final class Icu {
    static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    static final Normalizer2 FOLDING = ICUFoldingFilter.NORMALIZER;
  }

  /**
   * A text in one form.
   *
   * @param chars of which the first {@code length} count
   * @param from where in the original each char comes from; null where nothing changed
   * @param to where in the original that ends
   */
  record Uniform(char[] chars, int length, int @Nullable [] from, int @Nullable [] to) {
    int originalStart(int at) {
      return from == null ? at : from[at];
    }

    int originalEnd(int last) {
      return to == null ? last + 1 : to[last];
    }
  }

  /** Takes over the array, which is changed by its users. O(n). */
  static Uniform uniform(char[] text, int length) {
    for (int i = 0; i < length; i++) {
      if (!isPlain(text[i])) {
        return new Uniforming(text, length).run();
      }
    }
    return new Uniform(text, length, null, null);
  }

  static String uniform(String text) {
    var uniform = uniform(text.toCharArray(), text.length());
    return new String(uniform.chars, 0, uniform.length);
  }

  /** Neither changes, nor joins with what is beside it unless that is not plain. */
  private static boolean isPlain(char c) {
    return c < 0x80
        || (c >= 0xC0 && c < 0x250 && (c < 0x132 || c > 0x140) && c != 0x149 && c != 0x17F)
            && (c < 0x1C4 || c > 0x1CC)
            && (c < 0x1F1 || c > 0x1F3)
        || (c >= 0x391 && c <= 0x3C9)
        || (c >= 0x400 && c <= 0x482)
        || (c >= 0x3041 && c <= 0x3096)
        || (c >= 0x30A1 && c <= 0x30FA)
        || (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0x2013 && c <= 0x2014)
        || (c >= 0x201C && c <= 0x201E)
        || c == 0x2026;
  }

  /** Goes through a text from one border of normalization to the next. */
  private static final class Uniforming {
    private final char[] text;
    private final int length;
    private char[] out;
    private int[] from;
    private int[] to;
    private int size;

    Uniforming(char[] text, int length) {
      this.text = text;
      this.length = length;
      this.out = new char[length + 16];
      this.from = new int[out.length];
      this.to = new int[out.length];
    }

    Uniform run() {
      int at = 0;
      while (at < length) {
        int first = Character.codePointAt(text, at, length);
        int end = pieceEnd(at, at + Character.charCount(first), first);
        append(first, at, end);
        at = end;
      }
      return new Uniform(out, size, from, to);
    }

    /** Up to where chars join with the first one, also across some that cannot be seen. */
    private int pieceEnd(int start, int firstEnd, int first) {
      int end = firstEnd;
      int before = first;
      for (int next = end; next < length && next - start < MAX_PIECE; ) {
        if (isPlain(text[next])) {
          break;
        }
        int c = Character.codePointAt(text, next, length);
        boolean dropped = isInvisible(c) && !isMeant(c, before);
        if (!dropped && isBorder(next)) {
          break;
        }
        next += Character.charCount(c);
        if (!dropped) {
          before = c;
          end = next;
        }
      }
      return end;
    }

    private boolean isBorder(int at) {
      char c = text[at];
      return c < 0x300 || Icu.NFKC.hasBoundaryBefore(Character.codePointAt(text, at, length));
    }

    private void append(int first, int start, int end) {
      if (end - start == 1 && isPlain((char) first)) {
        append((char) first, start, end);
        return;
      }
      if (end - start == Character.charCount(first) && appendSpecial(first, start, end)) {
        return;
      }
      String form = (keepsItsForm(first) ? Icu.NFC : Icu.NFKC).normalize(piece(start, end));
      for (int i = 0; i < form.length(); i++) {
        append(form.charAt(i) == 'ʼ' ? '\'' : form.charAt(i), start, end);
      }
    }

    private StringBuilder piece(int start, int end) {
      var piece = new StringBuilder(end - start);
      int before = lastCodePoint();
      for (int at = start; at < end; ) {
        int c = Character.codePointAt(text, at, length);
        at += Character.charCount(c);
        if (!isInvisible(c) || isMeant(c, before)) {
          piece.appendCodePoint(c);
          before = c;
        }
      }
      return piece;
    }

    private int lastCodePoint() {
      return size == 0 ? ' ' : Character.codePointBefore(out, size, 0);
    }

    /** Apostrophes, hyphens and what cannot be seen. */
    private boolean appendSpecial(int c, int start, int end) {
      switch (c) {
        case '’', '‘', 'ʼ', '‛', '＇', '′', '´' -> {
          boolean within = Character.isLetter(lastCodePoint()) && isLetter(end);
          boolean always = c == '’' || c == 'ʼ' || c == '＇';
          append(within || always ? '\'' : (char) c, start, end);
          return true;
        }
        case '‐', '‑' -> {
          append('-', start, end);
          return true;
        }
        default -> {
          return isInvisible(c) && !isMeant(c, lastCodePoint());
        }
      }
    }

    private static boolean isInvisible(int c) {
      return UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    /**
     * Joiners shape words of Arabic and Indic scripts, whose analyzers know them; emoji are made
     * with joiners, variation selectors and tags. Hangul fillers count as letters.
     */
    private static boolean isMeant(int invisible, int before) {
      if (Character.isLetter(invisible)) {
        return true;
      }
      if (!Character.isLetterOrDigit(before) && !isMark(before)) {
        return invisible == 0x200D || invisible >= 0xFE00 && invisible != 0xFEFF;
      }
      return (invisible == 0x200C || invisible == 0x200D) && before >= 0x600 && before < 0x1000;
    }

    /** What follows, but for what cannot be seen. */
    private boolean isLetter(int from) {
      int at = from;
      while (at < length) {
        int c = Character.codePointAt(text, at, length);
        if (!isInvisible(c) || Character.isLetter(c)) {
          return Character.isLetter(c);
        }
        at += Character.charCount(c);
      }
      return false;
    }

    private void append(char c, int start, int end) {
      if (size == out.length) {
        int larger = size + (size >> 1) + 16;
        out = Arrays.copyOf(out, larger);
        from = Arrays.copyOf(from, larger);
        to = Arrays.copyOf(to, larger);
      }
      out[size] = c;
      from[size] = start;
      to[size++] = end;
    }
  }

  private static boolean keepsItsForm(int c) {
    return switch (UCharacter.getIntPropertyValue(c, UProperty.DECOMPOSITION_TYPE)) {
      case UCharacter.DecompositionType.SUPER,
          UCharacter.DecompositionType.SUB,
          UCharacter.DecompositionType.FRACTION ->
          true;
      case UCharacter.DecompositionType.NONE, UCharacter.DecompositionType.CANONICAL -> false;
      default ->
          switch (Character.getType(c)) {
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_NUMBER -> true;
            default -> false;
          };
    };
  }

  static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** Lower case, code point by code point, whatever the language. */
  static String lower(String word) {
    var lower = new StringBuilder(word.length());
    word.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  /**
   * Without accents and case: what is typed by those who do not have the letter on their keyboard.
   * Marks of scripts that cannot do without them stay. The word is in the one form.
   */
  public static String fold(String word) {
    boolean ascii = true;
    for (int i = 0; i < word.length() && ascii; i++) {
      ascii = word.charAt(i) < 0x80;
    }
    if (ascii) {
      return lower(word);
    }
    var folded = new StringBuilder(word.length());
    int at = 0;
    while (at < word.length()) {
      int end = at;
      while (end < word.length() && isFolded(word.codePointAt(end))) {
        end += Character.charCount(word.codePointAt(end));
      }
      if (end > at) {
        folded.append(Icu.FOLDING.normalize(word.substring(at, end)));
      } else {
        int c = word.codePointAt(at);
        folded.appendCodePoint(Character.toLowerCase(c));
        end = at + Character.charCount(c);
      }
      at = end;
    }
    return folded.toString();
  }

  /** Latin, Greek, marks of any script, Hebrew, Arabic, digits, and one letter of Cyrillic. */
  private static boolean isFolded(int c) {
    return c < 0x400
        || c == 'ё'
        || c == 'Ё'
        || (c >= 0x590 && c < 0x780)
        || (c >= 0x1E00 && c < 0x2000)
        || (c >= 0x2C60 && c < 0x2C80)
        || (c >= 0xA720 && c < 0xA800)
        || (c >= 0xAB30 && c < 0xAB70)
        || Character.isDigit(c);
  }
}
