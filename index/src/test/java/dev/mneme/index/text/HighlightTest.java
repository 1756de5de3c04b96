package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighlightTest {
  @TempDir Path directory;

  private static List<String> words(String text, List<TextSpan> spans) {
    return spans.stream().map(span -> text.substring(span.start(), span.end())).toList();
  }

  @Test
  void highlight_marksTheWordsInAnyForm() {
    try (var store = new TextFixture(directory)) {
      String text = "Caroline's groups supported 😀 Caroline; the GROUP of support.";
      var spans =
          store.view.highlight(store.view.parse("When did Caroline support a group?"), text);
      assertThat(words(text, spans))
          .containsExactly("Caroline's", "groups", "supported", "Caroline", "GROUP", "support");
      assertThat(store.view.highlight(store.view.parse("nothing else"), text)).isEmpty();
      assertThat(store.view.highlight(store.view.parse("caroline"), "")).isEmpty();
    }
  }

  @Test
  void highlight_marksPatternsButNotWhatIsExcluded() {
    try (var store = new TextFixture(directory)) {
      String text = "quick foxes quarrel with lazy dogs";
      var query = store.view.parseSyntax("(qu* OR dogz~1) AND NOT lazy");
      assertThat(words(text, store.view.highlight(query, text)))
          .containsExactly("quick", "quarrel", "dogs");
    }
  }

  @Test
  void highlight_joinsOverlappingBigrams() {
    try (var store = new TextFixture(directory, new TextOptions(TextOptions.Language.CJK))) {
      String text = "私は東京都に住む";
      var spans = store.view.highlight(store.view.parse("東京都"), text);
      assertThat(spans).containsExactly(new TextSpan(2, 5));
    }
  }

  @Test
  void bestWindow_showsTheDensestPart() {
    String text =
        "lorem ipsum ".repeat(20) + "the fox met another fox today " + "dolor ".repeat(40);
    try (var store = new TextFixture(directory)) {
      var spans = store.view.highlight(store.view.parse("fox ipsum"), text);
      var onlyFox = store.view.highlight(store.view.parse("fox"), text);
      TextSpan window = Snippets.bestWindow(onlyFox, text, 40);
      assertThat(text.substring(window.start(), window.end()))
          .contains("fox met another fox")
          .hasSizeLessThanOrEqualTo(40);
      TextSpan dense = Snippets.bestWindow(spans, text, 60);
      assertThat(dense.end() - dense.start()).isBetween(30, 60);
    }
  }

  @Test
  void bestWindow_ofAShortTextIsAllOfIt() {
    assertThat(Snippets.bestWindow(List.of(), "short", 10)).isEqualTo(new TextSpan(0, 5));
    assertThatThrownBy(() -> Snippets.bestWindow(List.of(), "short", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bestWindow_neverExceedsItsSizeNorTheText_norCutsACharacter() {
    long seed = 5;
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(40); j >= 0; j--) {
        text.append(random.nextInt(3) == 0 ? " " : random.nextInt(3) == 0 ? "😀" : "ab");
      }
      int length = text.length();
      int start = random.nextInt(length);
      var spans =
          random.nextBoolean()
              ? List.<TextSpan>of()
              : List.of(new TextSpan(start, start + random.nextInt(length - start) + 1));
      int max = 1 + random.nextInt(20);
      TextSpan window = Snippets.bestWindow(spans, text.toString(), max);
      assertThat(window.start()).as("seed %d: '%s' %s %d", seed, text, spans, max).isNotNegative();
      assertThat(window.end()).isBetween(window.start(), Math.min(length, window.start() + max));
      String cut = text.substring(window.start(), window.end());
      assertThat(cut.isEmpty() || !Character.isLowSurrogate(cut.charAt(0))).isTrue();
      assertThat(cut.isEmpty() || !Character.isHighSurrogate(cut.charAt(cut.length() - 1)))
          .isTrue();
    }
  }
}
