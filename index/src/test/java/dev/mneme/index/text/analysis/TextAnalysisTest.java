package dev.mneme.index.text.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.text.WordFormsPropertyTest;
import dev.mneme.memory.Language;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever chars a text is made of, its words are in order and stand within it. */
@Execution(ExecutionMode.CONCURRENT)
class TextAnalysisTest {
  private static final int LONG = 1 << 14;

  /** Where the work would grow with the square of the length it would not end. */
  private static final int VERY_LONG = 1 << 20;

  /** Of more marks in a row not all are put in order. */
  private static final int MARKS_IN_ORDER = 100;

  /** Ends of kinds of code points, and one of each that is treated in a way of its own. */
  private static final int[] SPECIAL = {
    0, 1, '\t', '\'', '_', '.', ':', '/', '-', '+', '#', '@', '*', '~', 'A', 'a', 'b', '0', 0x7F,
    0x80, 0xA0, 0xAD, 0xB4, 0xB7, 0xC5, 0xDF, 0xE9, 0x130, 0x131, 0x149, 0x17F, 0x1C4, 0x2BC, 0x300,
    0x301, 0x315, 0x323, 0x345, 0x34F, 0x3A3, 0x3C2, 0x451, 0x587, 0x5B0, 0x5F3, 0x61C, 0x640,
    0x64B, 0x915, 0x93C, 0x94D, 0x958, 0xE01, 0xE33, 0xE40, 0x1100, 0x1161, 0x11A8, 0x115F, 0x17B4,
    0x180E, 0x1E9B, 0x1FB3, 0x200B, 0x200C, 0x200D, 0x200E, 0x2010, 0x2011, 0x2019, 0x202E, 0x2028,
    0x2060, 0x2126, 0x212A, 0x2460, 0x3000, 0x3042, 0x304B, 0x3099, 0x30AB, 0x3131, 0x4E2D, 0xAC00,
    0xD7A3, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xF8FF, 0xFB03, 0xFDFA, 0xFE0F, 0xFEFF, 0xFF07,
    0xFF21, 0xFF76, 0xFF9E, 0xFFA0, 0xFFFD, 0xFFFF, 0x10000, 0x1D400, 0x1F468, 0x1F3FD, 0x20000,
    0x2F800, 0x30000, 0xE0001, 0xE0100, 0x10FFFF
  };

  private static String randomText(Random random, int longest) {
    var text = new StringBuilder();
    int kinds = 1 + random.nextInt(5);
    int[] some = random.ints(kinds, 0, SPECIAL.length).map(i -> SPECIAL[i]).toArray();
    for (int left = random.nextInt(random.nextInt(10) == 0 ? longest : 40); left > 0; left--) {
      int c =
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(Character.MAX_CODE_POINT + 1);
            case 1 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 2 -> 'a' + random.nextInt(26);
            case 3 -> ' ';
            default -> some[random.nextInt(kinds)];
          };
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  private static void requireOrder(TextAnalysis analysis, String text, String as) {
    int[] last = {-1, 0};
    analysis.visit(
        text,
        (BytesRef term, TextAnalysis.Token token) -> {
          if (token.position() < Math.max(0, last[0])
              || token.start() < last[1]
              || token.end() < token.start()
              || token.end() > text.length()
              || term.length > 32_766) {
            throw new AssertionError(as + ": " + token + " after " + last[0] + ", " + last[1]);
          }
          last[0] = token.position();
          last[1] = token.start();
        });
  }

  @ParameterizedTest
  @EnumSource
  void words_ofAnyChars_areInOrderAndWithinTheText(Language language) {
    long seed = language.ordinal();
    var random = new Random(seed);
    var analysis = TextAnalysis.of(language);
    for (int i = 0; i < 30; i++) {
      String text = randomText(random, 3_000);
      String as = "seed %d, text %d: %s".formatted(seed, i, WordFormsPropertyTest.shown(text));
      try {
        requireOrder(analysis, text, as);
        analysis.words(text);
      } catch (RuntimeException e) {
        throw new AssertionError(as, e);
      }
    }
  }

  static String[] breathless() {
    return new String[] {
      "a",
      "_",
      "'a",
      "a_",
      "a.",
      "a.b:",
      "aBc",
      "HTMLParser",
      "AB",
      "\u00E9",
      "e\u0301",
      "\u0301",
      "\u0301\u0323",
      "\u0323\u0301\u0345",
      "a\u00AD",
      "\u200D",
      "\uFF21",
      "\uFB03",
      "\uFDFA",
      "\u4E2D",
      "\u0E01",
      "\uD800",
      "\uDC00",
      "\uD83D\uDE00",
      "\uD835\uDC00",
      "C++",
      "a::",
      "a//b",
      "\u0915\u093C",
      "\u1100\u1161\u11A8",
      "\u30AB\u3099",
      "a\u0334",
      "\u0F71\u0F72"
    };
  }

  @ParameterizedTest
  @MethodSource("breathless")
  void words_ofALongTextWithoutABreak_areInOrder(String piece) {
    String text = piece.repeat(LONG / piece.length());
    requireOrder(TextAnalysis.of(Language.ENGLISH), text, piece);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_", "\u0301\u0323", "aBc\u00E9"})
  void words_ofAVeryLongTextWithoutABreak_areInOrder(String piece) {
    String text = piece.repeat(VERY_LONG / piece.length());
    requireOrder(TextAnalysis.of(Language.ENGLISH), text, piece);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void oneForm_isTheFormOfItself(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String form = CharForms.uniform(randomText(random, MARKS_IN_ORDER));
      String again = CharForms.uniform(form);
      int at = 0;
      while (at < form.length() && at < again.length() && form.charAt(at) == again.charAt(at)) {
        at++;
      }
      assertThat(at)
          .as("seed %d: %s, again %s", seed, shown(form, at), shown(again, at))
          .isEqualTo(form.length());
    }
  }

  private static String shown(String text, int at) {
    return WordFormsPropertyTest.shown(
        text.substring(Math.max(0, at - 5), Math.min(text.length(), at + 5)));
  }
}
