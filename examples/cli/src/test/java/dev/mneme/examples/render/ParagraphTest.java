package dev.mneme.examples.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.text.Graphemes;
import dev.mneme.request.Hit.Range;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParagraphTest {
  private static final List<Range> NO_MARKS = List.of();

  private static List<String> lines(Paragraph paragraph, String text, List<Range> marks) {
    return paragraph.lines(text, marks).stream().map(Line::toString).toList();
  }

  @Test
  void words_fillLinesUpToTheWidth() {
    var lines =
        lines(new Paragraph(Style.NONE, 20, 1_000), "one two three four five six seven", NO_MARKS);

    assertThat(lines).containsExactly("one two three four", "five six seven");
  }

  @Test
  void blanksAndControls_becomeSingleBlanks() {
    assertThat(lines(new Paragraph(Style.NONE, 40, 1_000), "a \n\n b\u001b[2Jc\u0007", NO_MARKS))
        .containsExactly("a b [2Jc");
  }

  @Test
  void wordThatIsTooLong_isCut() {
    assertThat(lines(new Paragraph(Style.NONE, 20, 1_000), "x".repeat(45), NO_MARKS))
        .containsExactly("x".repeat(20), "x".repeat(20), "x".repeat(5));
  }

  @Test
  void marks_areHighlightedAndDoNotCountAsWidth() {
    var lines =
        lines(
            new Paragraph(Style.ANSI, 20, 1_000),
            "the support group met again",
            List.of(new Range(4, 11), new Range(12, 17)));

    assertThat(lines)
        .containsExactly(
            "the \u001b[1;33msupport\u001b[0m \u001b[1;33mgroup\u001b[0m", "met again");
  }

  @Test
  void marksOutsideTheText_areClamped() {
    assertThat(lines(new Paragraph(Style.NONE, 20, 1_000), "abc", List.of(new Range(2, 99))))
        .containsExactly("abc");
  }

  @Test
  void longText_isCutAroundItsFirstMark() {
    var text = "filler ".repeat(100) + "needle " + "filler ".repeat(100);
    int at = text.indexOf("needle");

    var joined =
        String.join(
            " ", lines(new Paragraph(Style.NONE, 60, 80), text, List.of(new Range(at, at + 6))));

    assertThat(joined)
        .startsWith("… filler")
        .contains("needle")
        .endsWith("filler …")
        .hasSizeLessThan(100);
  }

  @Test
  void longTextWithoutMarks_keepsItsBeginning() {
    var joined =
        String.join(
            " ", lines(new Paragraph(Style.NONE, 60, 30), "begin " + "word ".repeat(50), NO_MARKS));

    assertThat(joined).startsWith("begin word").endsWith("…");
  }

  @Test
  void emptyText_hasNoLines() {
    assertThat(lines(new Paragraph(Style.NONE, 60, 30), "", NO_MARKS)).isEmpty();
    assertThat(lines(new Paragraph(Style.NONE, 60, 30), " \n ", NO_MARKS)).isEmpty();
  }

  @Test
  void invisibleSignsAndTurnsOfDirection_areLeftOut() {
    assertThat(
            lines(new Paragraph(Style.NONE, 40, 1_000), "a\u202eb co\u00adop \u2066 c", NO_MARKS))
        .containsExactly("ab coop c");
  }

  @Test
  void anyCut_isBetweenGraphemeClusters() {
    var parts = List.of("a", " ", "👨‍👩‍👧", "🇩🇪", "👍🏽", "e\u0301", "漢", "word ");
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      while (text.length() < 150) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      int at = random.nextInt(150);
      var shown =
          lines(
              new Paragraph(Style.NONE, 20 + random.nextInt(9), 40 + random.nextInt(40)),
              text.toString(),
              List.of(new Range(at, at + 1)));
      for (var line : shown) {
        for (var word : line.split("[ …]+")) {
          int place = text.indexOf(word);
          assertThat(place).as("seed %d: %s", seed, word).isNotNegative();
          assertThat(isCutBetweenClusters(text.toString(), word))
              .as("seed %d: '%s' of '%s'", seed, word, text)
              .isTrue();
        }
      }
    }
  }

  /** Whether the piece stands somewhere in the text between two borders. */
  private static boolean isCutBetweenClusters(String text, String piece) {
    for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      if (Graphemes.floor(text, at) == at
          && Graphemes.floor(text, at + piece.length()) == at + piece.length()) {
        return true;
      }
    }
    return false;
  }
}
