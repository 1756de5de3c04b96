package dev.mneme.index.text.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.text.TextFixture;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.TextWay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.FilterLeafReader.FilterTermsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query in the syntax may cost: it is refused in one line, or is done. */
class SyntaxBoundsTest {
  @TempDir private static Path directory;
  private static TextFixture store;

  @BeforeAll
  static void open() {
    store = new TextFixture(directory);
    var words = IntStream.range(0, 3_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    store.add(
        "the quick brown fox", words, "a ".repeat(5_000) + "a b ".repeat(5_000), "caf\u00e9 cafe");
    for (int i = 0; i < 100; i++) {
      store.add("the fox " + i + " caf\u00e9 na\u00efve r\u00e9sum\u00e9 " + "ab".repeat(i));
    }
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static String numbered(int count, String pattern) {
    return IntStream.range(0, count).mapToObj(pattern::formatted).collect(Collectors.joining(" "));
  }

  static List<String> refused() {
    return List.of(
        "a*a" + "?".repeat(16),
        "fox AND a*a" + "?".repeat(16),
        "a*?*?*?*?*?*?*?*?*?*?*?*?*b????????????????????????????????",
        "a" + "*b?".repeat(4_000),
        "a" + "?*".repeat(6_000),
        "a" + "?".repeat(12_000),
        numbered(1_000, "w%d*"),
        numbered(1_000, "w?%d"),
        numbered(65, "w%d*"),
        numbered(21, "w%d~"),
        "fox~ ".repeat(100_000),
        "a".repeat(65) + "~2",
        "(".repeat(65) + "fox" + ")".repeat(65),
        "(".repeat(100_000),
        "fox AND (".repeat(1_000) + "a" + ")".repeat(1_000),
        numbered(1_025, "w%d"),
        numbered(8_000, "w%d"),
        "a".repeat((1 << 16) + 1),
        numbered(100_000, "w%d"),
        "\"" + numbered(1_025, "w%d") + "\"",
        "\"" + "a b ".repeat(1_000) + "\"~1000000000",
        numbered(600, "\"x y%d\"~100000"),
        numbered(64, "(a*b?????????%d)"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void queryThatCostsTooMuch_isRefusedInOneLine(String query) {
    assertThatThrownBy(() -> store.syntax(query))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("query syntax: ")
        .message()
        .hasSizeLessThan(400)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fox AND a*a????????????????", "w0* w1* b*b????????????????"})
  void refusal_saysInWhichColumn(String query) {
    assertThatThrownBy(() -> store.view.parseSyntax(query))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("at column " + (query.lastIndexOf(' ') + 2));
  }

  static List<String> done() {
    return List.of(
        "f* AND b*n",
        numbered(64, "w%d*"),
        numbered(64, "f*%d"),
        numbered(20, "w%d~"),
        "a".repeat(64) + "~2",
        "(".repeat(64) + "fox" + ")".repeat(64),
        numbered(1_024, "w%d"),
        "\"" + numbered(1_024, "w%d") + "\"",
        numbered(341, "\"caf\u00e9 na\u00efve r\u00e9sum\u00e9\""),
        numbered(341, "\"cafe naive resume\""),
        numbered(16, "+\"caf\u00e9 na\u00efve r\u00e9sum\u00e9\"~2000000000"),
        "+caf\u00e9 ".repeat(1_024),
        "cafe ".repeat(1_024),
        "a".repeat(1 << 16),
        "\"" + "a b ".repeat(16) + "\"~1000000000");
  }

  @ParameterizedTest
  @MethodSource("done")
  void queryWithinTheBounds_isDone(String query) {
    for (TextWay way : TextWay.values()) {
      var parsed = store.view.parseSyntax(query);
      store.view.matches(parsed, store.scope());
      store.view.highlight(parsed, "the quick fox");
      assertThat(store.view.search(parsed, store.scope(), way, 5).size()).isBetween(0, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w*", "w?", "fox~", "w* OR fox", "NOT w* +fox", "(w1~ w*)^2"})
  void patternAfterTheDeadline_isNotExpanded(String query) {
    var late = new TextScope(store.sequence, store.live, Optional.empty(), System.nanoTime() - 1);
    for (TextWay way : TextWay.values()) {
      assertThat(store.view.search(store.view.parseSyntax(query), late, way, 5).size()).isZero();
    }
  }

  /** Whose deadline passes at a term, and that counts those it is asked for after it. */
  private static final class CountedTerms extends FilterTermsEnum {
    private final long deadline;
    private final int passes;
    private int given;
    private int late;

    CountedTerms(long deadline, int passes) {
      super(TermsEnum.EMPTY);
      this.deadline = deadline;
      this.passes = passes;
    }

    @Override
    public BytesRef next() {
      late += System.nanoTime() - deadline >= 0 ? 1 : 0;
      given++;
      while (given == passes && System.nanoTime() - deadline < 0) {
        Thread.onSpinWait();
      }
      return new BytesRef("w" + given);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 1_000})
  void expansion_endsSoonAfterTheDeadline(int passes) {
    long deadline = System.nanoTime() + 50_000_000L;
    var counted = new CountedTerms(deadline, passes);
    var terms = DeadlineTerms.of(counted, deadline);
    assertThatThrownBy(
            () -> {
              while (counted.late < 10_000) {
                terms.next();
              }
            })
        .isInstanceOf(DeadlinePassedException.class);
    assertThat(counted.late).isLessThanOrEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void randomQueryOfCostlyPieces_isRefusedOrDone(long seed) {
    var random = new Random(seed);
    String[] pieces = {
      "a",
      "b",
      "fox",
      "*",
      "?",
      "??????",
      "*a",
      "*?",
      "~",
      "~2",
      "\"",
      "\"a b\"~9999",
      "(",
      ")",
      " ",
      " AND ",
      " OR ",
      " +",
      " -",
      "^2",
      "caf\u00e9",
      "caf\u00e9* ",
      "w1* ",
      "w1~ ",
      "\\*"
    };
    int done = 0;
    for (int i = 0; i < 100; i++) {
      var query = new StringBuilder();
      int length = 1 << random.nextInt(9);
      var some = new ArrayList<String>();
      for (int j = 0; j < 1 + random.nextInt(6); j++) {
        some.add(pieces[random.nextInt(pieces.length)]);
      }
      for (int j = 0; j < length; j++) {
        query.append(some.get(random.nextInt(some.size())));
      }
      try {
        assertThat(store.syntax(query.toString()).length).isLessThanOrEqualTo(100);
        done++;
      } catch (InvalidRequestException e) {
        assertThat(e.getMessage())
            .as("seed %d: %s", seed, query)
            .startsWith("query syntax: ")
            .doesNotContain("\n");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + query, e);
      }
    }
    assertThat(done).isPositive();
  }

  @Test
  void patterns_stayWithinTheirBudget() {
    var parsed = (SyntaxQuery) store.view.parseSyntax(numbered(64, "w%d*"));
    assertThat(parsed.patterns()).hasSize(64);
    assertThat(parsed.patterns().stream().mapToInt(pattern -> pattern.getSize()).sum())
        .isLessThan(100_000);
  }
}
