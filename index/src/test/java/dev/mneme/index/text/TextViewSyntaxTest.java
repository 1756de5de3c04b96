package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TextViewSyntaxTest {
  @TempDir Path directory;
  private TextFixture store;

  @BeforeEach
  void setUp() {
    store = new TextFixture(directory);
    store.add(
        "the quick brown fox",
        "the quick red fox jumps over the brown dog",
        "a lazy dog sleeps",
        "foxes are quick");
  }

  @AfterEach
  void tearDown() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"quick brown\"`, 0",
        "`\"quick fox\"~1`, `0 1`",
        "`quick AND dog`, 1",
        "`+dog -sleeps`, 1",
        "`NOT quick`, ``",
        "`slep~1`, 2",
        "`slep`, ``",
        "`sle*`, 2",
        "`l?zi`, 2",
        "`(lazy OR red) AND dog`, `1 2`",
        "`text:lazy`, 2",
        "`unicorn*`, ``",
        "`the`, `0 1`",
        "`the AND a`, ``",
        "`quick AND the`, `0 1 3`",
        "``, ``",
      })
  void syntax_findsWhatItSays(String query, String expected) {
    int[] ordinals =
        expected.isEmpty()
            ? new int[0]
            : java.util.Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(store.syntax(query)).containsExactlyInAnyOrder(ordinals);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`quick AND`, `unexpected end at column 10`",
        "`quick )`, `unexpected ')' at column 7`",
        "`AND quick`, `unexpected 'AND' at column 1`",
        "`\"open`, `not a valid token at column 6`",
        "`speaker:Caroline`, `unknown field 'speaker'`",
        "`*fox`, `must not begin with a wildcard`",
        "`?ox`, `must not begin with a wildcard`",
        "`*`, `must not begin with a wildcard`",
        "`*:*`, `unknown field '*'`",
        "`/fo./`, `regular expressions are not supported`",
        "`[a TO z]`, `ranges of words are not supported`",
        "`fox^`, `unexpected end at column 5`",
        "`fox^2000`, `a boost of 2000.0 is over`",
      })
  void syntax_errorsSayWhatAndWhere(String query, String detail) {
    assertThatThrownBy(() -> store.view.parseSyntax(query))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(detail)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void syntax_isBounded() {
    var words = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      words.append("word").append(i).append(' ');
    }
    String many = words.toString();
    assertThatThrownBy(() -> store.view.parseSyntax(many))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> store.view.parseSyntax('"' + many + '"'))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> store.view.parseSyntax("fox~ ".repeat(21)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(store.syntax("fox~ ".repeat(20))).isNotEmpty();
    assertThat(store.syntax("fox ".repeat(1_024))).isNotEmpty();
    String deep = "(".repeat(20_000) + "fox" + ")".repeat(20_000);
    assertThatThrownBy(() -> store.view.parseSyntax(deep))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("column 65");
    assertThatThrownBy(() -> store.view.parseSyntax("!".repeat(60_000) + "fox"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void syntax_ofRandomTextIsAQueryOrAnInvalidRequest(long seed) {
    var random = new Random(seed);
    String[] pieces = {
      "fox", "\"", "(", ")", "AND", "OR", "NOT", "+", "-", "~", "^", "*", "?", ":", "\\", "/", "[",
      "]", "{", "}", " ", " ", "2", "0.5", "quick", "!", "&&", "||", "😀", "\\u00g", "TO", "\n",
      "<", "=", ">"
    };
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        var query = store.view.parseSyntax(text.toString());
        store.view.matches(query, store.scope());
        store.view.highlight(query, "the quick fox");
        for (TextWay way : TextWay.values()) {
          store.view.search(query, store.scope(), way, 10);
        }
      } catch (InvalidRequestException e) {
        assertThat(e.getMessage()).as("seed %d: %s", seed, text).doesNotContain("\n");
      }
    }
  }

  @Test
  void fuzzy_prefersTheExactWordToARareMisspelling() {
    store.add("word list", "word game", "another word", "wird thing");
    int[] found = store.syntax("word~1");
    assertThat(found).hasSize(4);
    assertThat(found[3]).isEqualTo(7);
  }

  @Test
  void terms_areThoseAskedFor() {
    assertThat(store.view.parseSyntax("+quick -lazy \"brown dog\" sle*").terms())
        .containsExactly("quick", "brown", "dog");
  }
}
