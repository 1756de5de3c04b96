package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Language;
import java.nio.file.Path;
import java.util.List;
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
    try (var store = new TextFixture(directory, Language.CJK)) {
      String text = "私は東京都に住む";
      var spans = store.view.highlight(store.view.parse("東京都"), text);
      assertThat(spans).containsExactly(new TextSpan(2, 5));
    }
  }
}
