package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.text.Graphemes;
import dev.mneme.index.text.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnippetsTest {

  @Test
  void shortText_isKeptWhole() {
    assertThat(Snippets.best("one two", List.of(), 20)).isEqualTo("one two");
  }

  @Test
  void longText_isCutAroundTheDensestWords() {
    String text =
        "cat once upon a time there was nothing of the kind, and then a cat met a cat and another cat there";
    int cat = text.indexOf("cat met");
    int second = text.indexOf("cat and");
    int third = text.indexOf("cat there");
    var spans = List.of(new TextSpan(0, 3), span(cat), span(second), span(third));
    assertThat(Snippets.best(text, spans, 45))
        .isEqualTo("…then a cat met a cat and another cat there");
  }

  @Test
  void noSpans_givesTheBeginning() {
    assertThat(Snippets.best("alpha beta gamma delta epsilon zeta", List.of(), 20))
        .isEqualTo("alpha beta gamma…");
  }

  @Test
  void anyText_anySpans_staysWithinItsLength_andSplitsNoPair() {
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder();
      while (text.length() < 30 + random.nextInt(80)) {
        text.append(List.of("a", " ", "😀", "word ", "\n", "漢字").get(random.nextInt(6)));
      }
      var spans = new ArrayList<TextSpan>();
      for (int at = random.nextInt(9); at < text.length(); at += random.nextInt(30)) {
        int end =
            Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 6));
        spans.add(new TextSpan(at, end));
        at = end;
      }
      int length = 20 + random.nextInt(20);
      String snippet = Snippets.best(text.toString(), spans, length);
      assertThat(snippet.length()).as("seed %d: %s", seed, snippet).isLessThanOrEqualTo(length);
      for (int i = 0; i < snippet.length(); i++) {
        if (Character.isHighSurrogate(snippet.charAt(i))) {
          assertThat(i + 1 < snippet.length() && Character.isLowSurrogate(snippet.charAt(i + 1)))
              .as("seed %d: %s", seed, snippet)
              .isTrue();
          i++;
        } else {
          assertThat(Character.isLowSurrogate(snippet.charAt(i)))
              .as("seed %d: %s", seed, snippet)
              .isFalse();
        }
      }
    }
  }

  @Test
  void anyCut_isBetweenGraphemeClusters() {
    var parts =
        List.of(
            "a",
            " ",
            "👨‍👩‍👧",
            "🇩🇪",
            "👍🏽",
            "e\u0301",
            " \u0301",
            "漢",
            "word ",
            "\r\n",
            "क्षि");
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var made = new StringBuilder();
      while (made.length() < 60 + random.nextInt(80)) {
        made.append(parts.get(random.nextInt(parts.size())));
      }
      var text = made.toString();
      int at = Graphemes.floor(text, random.nextInt(text.length()));
      while (Character.isWhitespace(text.charAt(at))) {
        at = Graphemes.floor(text, random.nextInt(text.length())); // words are not blank
      }
      int length = 20 + random.nextInt(20);

      var snippet = Snippets.best(text, List.of(new TextSpan(at, at + 1)), length);

      assertThat(snippet.length()).as("seed %d", seed).isBetween(2, length);
      var body = snippet.replaceAll("^…|…$", "");
      assertThat(standsBetweenBorders(text, body))
          .as("seed %d: '%s' of '%s'", seed, body, text)
          .isTrue();
    }
  }

  private static boolean standsBetweenBorders(String text, String piece) {
    for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      int end = at + piece.length();
      if (Graphemes.floor(text, at) == at && Graphemes.floor(text, end) == end) {
        return true;
      }
    }
    return false;
  }

  private static TextSpan span(int start) {
    return new TextSpan(start, start + 3);
  }
}
