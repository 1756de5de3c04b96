package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static TextSpan span(int start) {
    return new TextSpan(start, start + 3);
  }
}
