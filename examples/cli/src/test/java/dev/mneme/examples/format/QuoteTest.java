package dev.mneme.examples.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {
  @Test
  void lineBreaksAndControls_becomeSingleBlanks() {
    assertThat(Quote.oneLine(" a\n\n\tb\u001b[31mc ", 80)).isEqualTo("a b [31mc");
  }

  @Test
  void longText_isCutBetweenCharacters() {
    assertThat(Quote.oneLine("abcdef", 3)).isEqualTo("abc…");
    assertThat(Quote.oneLine("abc", 3)).isEqualTo("abc");
    assertThat(Quote.oneLine("😀😀😀", 3)).isEqualTo("😀…");
    assertThat(Quote.oneLine("😀😀😀", 4)).isEqualTo("😀😀…");
    assertThat(Quote.oneLine("a👨‍👩‍👧b", 6)).isEqualTo("a…");
    assertThat(Quote.oneLine("ab e\u0301", 4)).isEqualTo("ab…");
    assertThat(Quote.oneLine("ab\u202ecd\u200f", 4)).isEqualTo("abcd");
  }
}
