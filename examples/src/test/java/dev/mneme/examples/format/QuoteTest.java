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
    assertThat(Quote.oneLine("😀😀😀", 3)).isEqualTo("😀😀…");
  }
}
