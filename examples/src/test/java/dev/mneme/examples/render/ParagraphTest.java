package dev.mneme.examples.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.search.request.Hit.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParagraphTest {
  private static final List<Range> NO_MARKS = List.of();

  @Test
  void words_fillLinesUpToTheWidth() {
    var lines =
        new Paragraph(Style.NONE, 20, 1_000).lines("one two three four five six seven", NO_MARKS);

    assertThat(lines).containsExactly("one two three four", "five six seven");
  }

  @Test
  void blanksAndControls_becomeSingleBlanks() {
    assertThat(new Paragraph(Style.NONE, 40, 1_000).lines("a \n\n b\u001b[2Jc\u0007", NO_MARKS))
        .containsExactly("a b [2Jc");
  }

  @Test
  void wordThatIsTooLong_isCut() {
    assertThat(new Paragraph(Style.NONE, 20, 1_000).lines("x".repeat(45), NO_MARKS))
        .containsExactly("x".repeat(20), "x".repeat(20), "x".repeat(5));
  }

  @Test
  void marks_areHighlightedAndDoNotCountAsWidth() {
    var lines =
        new Paragraph(Style.ANSI, 20, 1_000)
            .lines("the support group met again", List.of(new Range(4, 11), new Range(12, 17)));

    assertThat(lines)
        .containsExactly(
            "the \u001b[1;33msupport\u001b[0m \u001b[1;33mgroup\u001b[0m", "met again");
  }

  @Test
  void marksOutsideTheText_areClamped() {
    assertThat(new Paragraph(Style.NONE, 20, 1_000).lines("abc", List.of(new Range(2, 99))))
        .containsExactly("abc");
  }

  @Test
  void longText_isCutAroundItsFirstMark() {
    var text = "filler ".repeat(100) + "needle " + "filler ".repeat(100);
    int at = text.indexOf("needle");

    var joined =
        String.join(
            " ", new Paragraph(Style.NONE, 60, 80).lines(text, List.of(new Range(at, at + 6))));

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
            " ", new Paragraph(Style.NONE, 60, 30).lines("begin " + "word ".repeat(50), NO_MARKS));

    assertThat(joined).startsWith("begin word").endsWith("…");
  }

  @Test
  void emptyText_hasNoLines() {
    assertThat(new Paragraph(Style.NONE, 60, 30).lines("", NO_MARKS)).isEmpty();
    assertThat(new Paragraph(Style.NONE, 60, 30).lines(" \n ", NO_MARKS)).isEmpty();
  }
}
