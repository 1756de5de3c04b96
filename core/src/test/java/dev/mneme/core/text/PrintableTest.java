package dev.mneme.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.error.InvalidRequestException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  /** What terminals act on, lines end with, or directions turn at. */
  private static boolean steers(int c) {
    return c < 0x20
        || (c >= 0x7F && c < 0xA0)
        || c == 0x61C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x206F)
        || (c >= 0xFFF9 && c <= 0xFFFB)
        || c == 0xFEFF
        || (c >= 0xD800 && c <= 0xDFFF);
  }

  @Test
  void noCodePointThatSteers_passes() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      var escaped = Printable.escape("a" + Character.toString(c) + "b");
      if (steers(c)) {
        assertThat(escaped).isEqualTo("a\\u%04xb".formatted(c));
      }
      assertThat(escaped.codePoints().noneMatch(PrintableTest::steers)).as("%x", c).isTrue();
      assertThat(Printable.escape(escaped)).isEqualTo(escaped);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "Graça 漢字 ñ e\u0301",
        "👨‍👩‍👧",
        "می‌خواهم",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "שלום",
        "\u0661\u0600"
      })
  void ordinaryText_staysAsItIs(String text) {
    assertThat(Printable.escape(text)).isEqualTo(text);
  }

  @Test
  void titleScreenAndForgedLines_areEscaped() {
    assertThat(Printable.escape("\u001b]0;owned\u0007\u001b[2J\nmneme: all well\u009b1A\u202e"))
        .isEqualTo("\\u001b]0;owned\\u0007\\u001b[2J\\u000amneme: all well\\u009b1A\\u202e");
  }

  @Test
  void longText_isCutBetweenCharacters() {
    assertThat(Printable.shorten("abcdef", 3, "…")).isEqualTo("abc…");
    assertThat(Printable.shorten("abc", 3, "…")).isEqualTo("abc");
    assertThat(Printable.shorten("ab👨‍👩‍👧", 9, "…")).isEqualTo("ab…");
    assertThat(Printable.shorten("\u0000\u0001", 8, "…")).isEqualTo("\\u0000\\u…");
  }

  @Test
  void errors_areOnePrintableLine() {
    var all =
        IntStream.rangeClosed(0, 0x2100)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    for (int from = 0; from < all.length(); from += 500) {
      var message =
          new InvalidRequestException(all.substring(from, Math.min(all.length(), from + 500)))
              .getMessage();
      assertThat(String.valueOf(message).codePoints().noneMatch(PrintableTest::steers)).isTrue();
    }
    assertThat(new InvalidRequestException("x".repeat(1_499) + FAMILY).getMessage())
        .isEqualTo("x".repeat(1_499) + "...");
  }

  private static final String FAMILY = "👨‍👩‍👧";
}
