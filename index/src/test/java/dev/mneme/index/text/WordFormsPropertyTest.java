package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random words in random spellings. What is equivalent is known from how the spelling was made, and
 * from the JDK's normalization, not from the analysis.
 */
@Execution(ExecutionMode.CONCURRENT)
public class WordFormsPropertyTest {
  private static final int WORDS = 400;

  @TempDir private Path directory;

  /** A memory, and where in it the word stands. */
  private record Placed(String text, int start, int end) {
    static Placed of(String before, String word, String after) {
      return new Placed(before + word + after, before.length(), before.length() + word.length());
    }
  }

  private static float score(TextFixture store, String query, int ordinal) {
    var hits = store.search(query, 10_000);
    for (int i = 0; i < hits.size(); i++) {
      if (hits.ordinals()[i] == ordinal) {
        return hits.scores()[i];
      }
    }
    return 0;
  }

  /** The word is highlighted, and nothing else: one span, or one for each sign of some scripts. */
  private static void requireHighlight(TextFixture store, String query, Placed placed, String as) {
    var spans = store.view.highlight(store.view.parse(query), placed.text);
    assertThat(spans).as(as).isNotEmpty();
    assertThat(spans.getFirst().start()).as(as).isEqualTo(placed.start);
    assertThat(spans.getLast().end()).as(as).isEqualTo(placed.end);
    for (int i = 1; i < spans.size(); i++) {
      assertThat(spans.get(i).start()).as(as).isEqualTo(spans.get(i - 1).end());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void word_isFoundAndHighlighted_inEveryEquivalentSpelling(long seed) {
    var spellings = new Spellings(new Random(seed));
    var words = new ArrayList<String>();
    var placed = new ArrayList<Placed>();
    for (int i = 0; i < WORDS; i++) {
      String word = spellings.word();
      words.add(word);
      placed.add(
          Placed.of("1 caf\u0065\u0301 \uFB01 (", spellings.respelled(word), ") 22 \uD83D\uDE00"));
    }
    try (var store = new TextFixture(directory)) {
      store.add(placed.stream().map(Placed::text).toArray(String[]::new));
      for (int i = 0; i < WORDS; i++) {
        String query = spellings.respelled(words.get(i));
        String as =
            "seed %d: %s asked for %s".formatted(seed, shown(placed.get(i).text), shown(query));
        assertThat(score(store, query, i))
            .as(as)
            .isEqualTo(score(store, words.get(i), i))
            .isPositive();
        requireHighlight(store, query, placed.get(i), as);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void word_ranksAsWritten_beforeItsFoldedForm(long seed) {
    var spellings = new Spellings(new Random(seed));
    try (var store = new TextFixture(directory)) {
      store.add("1 something else", "2 and more", "3 of it");
      var words = new ArrayList<String>();
      for (int i = 0; i < WORDS / 4; i++) {
        String word = spellings.word(4, 4, 9);
        words.add(word);
        store.add(
            "5 " + word + " 6",
            "5 " + Spellings.withoutAccents(word) + " 6",
            "5 " + Normalizer.normalize(word, Normalizer.Form.NFD) + " 6");
      }
      int accented = 0;
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        String folded = Spellings.withoutAccents(word);
        int first = 3 + 3 * i;
        float exact = score(store, word, first);
        float other = score(store, word, first + 1);
        String as = "seed %d: %s and %s".formatted(seed, shown(word), shown(folded));
        assertThat(score(store, word, first + 2)).as(as).isEqualTo(exact);
        assertThat(score(store, folded, first)).as(as).isPositive();
        assertThat(other).as(as).isPositive();
        if (word.equals(folded)) {
          assertThat(other).as(as).isEqualTo(exact);
        } else {
          accented++;
          assertThat(other).as(as).isLessThan(exact);
          assertThat(score(store, folded, first))
              .as(as)
              .isLessThan(score(store, folded, first + 1));
        }
      }
      assertThat(accented).isPositive();
    }
  }

  private static final String[] MARKS = {
    "%s", "*%s*", "**%s**", "_%s_", "__%s__", "***%s***", "~~%s~~", "`%s`", "==%s==", "(%s)",
    "[%s](5)", "\"%s\"", "# %s", "> %s", "- %s", "%s:", "%s.", "%s_", "|%s|", "<b>%s</b>"
  };

  private static String glued(Random random, List<String> parts) {
    if (random.nextInt(4) == 0) {
      return parts.getFirst()
          + parts.stream()
              .skip(1)
              .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
              .collect(Collectors.joining());
    }
    var glued = new StringBuilder(parts.getFirst());
    char glue = "_:./-".charAt(random.nextInt(5));
    for (String part : parts.subList(1, parts.size())) {
      glue = random.nextInt(4) == 0 ? "_:./-".charAt(random.nextInt(5)) : glue;
      glued.append(glue).append(part);
    }
    return glued.toString();
  }

  /** What was written as one word, in its text. */
  private record Glued(List<String> parts, String word, String mark) {
    static Glued random(Random random, Spellings spellings) {
      var parts = new ArrayList<String>();
      for (int left = 2 + random.nextInt(4); left > 0; left--) {
        parts.add(spellings.word(Spellings.CASED, 4, 8));
      }
      return new Glued(parts, glued(random, parts), MARKS[random.nextInt(MARKS.length)]);
    }

    String text() {
      return "11 " + mark.formatted(word) + " 22";
    }

    String apart() {
      return String.join(" ", parts);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void gluedWords_areFoundByEachPart_andAsAWholeFirst(long seed) {
    var random = new Random(seed);
    var spellings = new Spellings(random);
    try (var store = new TextFixture(directory)) {
      var all = new ArrayList<Glued>();
      for (int i = 0; i < WORDS / 4; i++) {
        var glued = Glued.random(random, spellings);
        all.add(glued);
        store.add(glued.text(), "11 " + glued.apart() + " 22");
      }
      for (int i = 0; i < all.size(); i++) {
        requireFound(store, all.get(i), 2 * i, "seed " + seed);
      }
    }
  }

  private static void requireFound(TextFixture store, Glued glued, int ordinal, String seed) {
    String text = glued.text();
    String as = "%s: %s in %s".formatted(seed, shown(glued.word), shown(text));
    for (String part : glued.parts) {
      assertThat(score(store, part, ordinal)).as("%s by %s", as, part).isPositive();
      int at = text.toLowerCase(Locale.ROOT).indexOf(part);
      assertThat(store.view.highlight(store.view.parse(part), text))
          .as("%s by %s", as, part)
          .contains(new TextSpan(at, at + part.length()));
    }
    for (String query :
        List.of(
            glued.word, glued.mark.formatted(glued.word), glued.word.toLowerCase(Locale.ROOT))) {
      assertThat(score(store, query, ordinal))
          .as("%s by %s", as, query)
          .isGreaterThan(score(store, query, ordinal + 1));
    }
    assertThat(score(store, glued.apart(), ordinal)).as(as).isPositive();
    assertThat(store.syntax('"' + glued.apart() + '"')).as(as).contains(ordinal + 1);
  }

  /** Escaped where it is not ASCII, so that what looks alike can be told apart. */
  public static String shown(String text) {
    return text.codePoints()
        .mapToObj(c -> c >= 0x20 && c < 0x7F ? Character.toString(c) : "\\u{%X}".formatted(c))
        .collect(Collectors.joining());
  }
}
