package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.ClosedException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.text.query.WordsQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TextViewSearchTest {
  @TempDir Path directory;

  static void assertSame(RankedOrdinals actual, RankedOrdinals expected, String description) {
    assertThat(actual.ordinals()).as(description).isEqualTo(expected.ordinals());
    assertThat(actual.scores()).as(description).isEqualTo(expected.scores());
  }

  @Test
  void search_findsWhatWasJustAdded() {
    try (var store = new TextFixture(directory)) {
      for (int i = 0; i < 50; i++) {
        int ordinal = store.add("memory number" + i + " of Caroline's support group");
        assertThat(store.search("number" + i, 10).ordinals()).containsExactly(ordinal);
      }
      assertThat(store.search("supporting groups", 100).size()).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void search_equalsBruteForceInBothWays(long seed) {
    var random = new Random(seed);
    try (var store = new TextFixture(directory)) {
      for (int round = 0; round < 40; round++) {
        randomCommit(store, random);
        var oracle = store.oracle();
        for (int i = 0; i < 5; i++) {
          String query = TextFixture.randomText(random, 5);
          int k = 1 + random.nextInt(30);
          String what = "seed " + seed + ", round " + round + ", k " + k + ": " + query;
          var expected = oracle.search(query, ordinal -> true, k);
          assertSame(store.search(query, k), expected, what);
          double share = Math.pow(random.nextDouble(), 2);
          var allowed = TextFixture.randomSubset(random, store.live, share);
          var some = oracle.search(query, allowed::contains, k);
          for (TextWay way : TextWay.values()) {
            var parsed = store.view.parse(query);
            assertSame(store.view.search(parsed, store.scope(), way, k), expected, way + what);
            var found = store.view.search(parsed, store.scope(allowed), way, k);
            assertSame(found, some, way + " filtered, " + what);
          }
        }
      }
    }
  }

  /** Adds, removes, blanks, gaps, reclaims and checkpoints. */
  static void randomCommit(TextFixture store, Random random) {
    var added = new ArrayList<String>();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? 400 : 12); i > 0; i--) {
      added.add(TextFixture.randomText(random, 12));
    }
    var removed = TextFixture.randomSubset(random, store.live, random.nextInt(4) == 0 ? 0.2 : 0.01);
    if (random.nextInt(4) == 0) {
      store.skip(1 + random.nextInt(3));
    }
    store.commit(added, removed.toArray());
    if (random.nextInt(5) == 0) {
      var all = OrdinalBitmap.of(store.texts.keySet().stream().mapToInt(i -> i).toArray());
      store.view.reclaim(all.andNot(store.live));
    }
    if (random.nextInt(5) == 0) {
      store.view.checkpoint(store.sequence);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void search_equalsThatOfAnIndexRebuiltFromTheLiveMemories(long seed) {
    var random = new Random(seed);
    try (var store = new TextFixture(directory.resolve("grown"));
        var rebuilt = new TextFixture(directory.resolve("rebuilt"))) {
      for (int round = 0; round < 60; round++) {
        randomCommit(store, random);
      }
      store.live.forEach(
          ordinal -> {
            var added = TextFixture.added(ordinal, store.texts.getOrDefault(ordinal, ""));
            rebuilt.view.apply(new CommitBatch(store.sequence, List.of(added), new int[0]));
          });
      for (int i = 0; i < 50; i++) {
        String query = TextFixture.randomText(random, 6);
        var expected =
            rebuilt.view.search(rebuilt.view.parse(query), store.scope(), TextWay.JOIN, 200);
        assertSame(store.search(query, 200), expected, "seed " + seed + ": " + query);
        for (String syntax : List.of("w1~1", "\"w0 w1\"~3", "w2*", "+w0 -w1 w3", "w0 AND w2~2^3")) {
          var left = store.view.parseSyntax(syntax);
          var right = rebuilt.view.parseSyntax(syntax);
          for (TextWay way : TextWay.values()) {
            assertSame(
                store.view.search(left, store.scope(), way, 200),
                rebuilt.view.search(right, store.scope(), TextWay.JOIN, 200),
                "seed " + seed + ", " + way + ": " + syntax);
          }
        }
      }
    }
  }

  @Test
  void search_breaksTiesByHigherOrdinal_acrossSegments() {
    try (var store = new TextFixture(directory)) {
      for (int i = 0; i < 12; i++) {
        store.add(IntStream.range(0, 300).mapToObj(j -> "same words here").toArray(String[]::new));
        store.search("words", 1);
      }
      int[] expected = IntStream.range(0, 700).map(i -> 3_599 - i).toArray();
      for (TextWay way : TextWay.values()) {
        var found = store.view.search(store.view.parse("same words"), store.scope(), way, 700);
        assertThat(found.ordinals()).as(way.name()).isEqualTo(expected);
      }
    }
  }

  @Test
  void search_ofAnOlderSnapshotIgnoresNewerMemories() {
    try (var store = new TextFixture(directory)) {
      store.add("alpha beta", "alpha", "beta gamma");
      var before = store.scope();
      var expected = store.search("alpha beta", 10);
      store.add("alpha alpha", "beta beta");
      store.remove(0);
      assertThat(store.search("alpha", 10).ordinals()).containsExactly(3, 1);
      var found = store.view.search(store.view.parse("alpha beta"), before, TextWay.JOIN, 10);
      assertSame(found, expected, "the old snapshot");
    }
  }

  @Test
  void search_withALargeK_takesOnlyWhatItFinds() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "two", "one two");
      assertThat(store.search("one", 100_000).ordinals()).containsExactly(0, 2);
      assertThat(store.search("one", Integer.MAX_VALUE).size()).isEqualTo(2);
    }
  }

  @Test
  void search_refusesAKBelow1() {
    try (var store = new TextFixture(directory)) {
      assertThatThrownBy(() -> store.search("one", 0)).isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void search_afterItsDeadlineGivesWhatItHas() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "two");
      var late = new TextScope(store.sequence, store.live, Optional.empty(), System.nanoTime() - 1);
      var ample =
          new TextScope(
              store.sequence, store.live, Optional.empty(), System.nanoTime() + 3_600_000_000_000L);
      for (TextWay way : TextWay.values()) {
        assertThat(store.view.search(store.view.parse("one"), late, way, 5).size()).isZero();
        assertThat(store.view.search(store.view.parse("one"), ample, way, 5).size()).isEqualTo(1);
      }
    }
  }

  @Test
  void search_withADeadline_equalsOneWithout_overManyDocuments() {
    try (var store = new TextFixture(directory)) {
      var random = new Random(77);
      store.add(
          IntStream.range(0, 35_000)
              .mapToObj(i -> TextFixture.randomText(random, 6))
              .toArray(String[]::new));
      long ample = System.nanoTime() + 3_600_000_000_000L;
      var scope = new TextScope(store.sequence, store.live, Optional.empty(), ample);
      for (String query : List.of("w0", "w0 w1 w59", "w50 w51", "w3 w4 w5 w6 w7 w8")) {
        for (TextWay way : TextWay.values()) {
          var found = store.view.search(store.view.parse(query), scope, way, 20);
          assertSame(found, store.search(query, 20), way + " " + query);
        }
      }
    }
  }

  @Test
  void search_ofAnythingNeverThrows() {
    try (var store = new TextFixture(directory)) {
      store.add("hello world", "¿qué tal? 東京都 😀 emoji", "the and of");
      var many = new StringBuilder();
      for (int i = 0; i < 10_000; i++) {
        many.append("term").append(i).append(' ');
      }
      many.append("hello");
      var queries =
          List.of(
              "",
              " ",
              "?!",
              "(((",
              "\"",
              "a:b:c",
              "AND OR NOT",
              "*",
              "~^",
              "\\",
              "😀",
              "the",
              "\0",
              "x".repeat(40_000),
              many.toString(),
              "\uD800",
              "[1 TO",
              "/re(/");
      for (String query : queries) {
        var parsed = store.view.parse(query);
        assertThat(store.view.matches(parsed, store.scope()).max()).isBetween(0L, 3L);
        for (TextWay way : TextWay.values()) {
          assertThat(store.view.search(parsed, store.scope(), way, 5).size()).isLessThan(4);
        }
        assertThat(store.view.highlight(parsed, query)).isNotNull();
      }
      assertThat(store.search(many.toString(), 5).ordinals()).containsExactly(0);
      assertThat(store.view.parse("the and of").terms()).containsExactly("the", "and", "of");
      assertThat(store.view.parse("the world and").terms()).containsExactly("world");
    }
  }

  @Test
  void search_withTooManyTerms_usesTheRarest() {
    try (var store = new TextFixture(directory)) {
      String[] texts = new String[1_100];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = "unique" + i + " common" + (i % 50);
      }
      store.add(texts);
      String query = String.join(" ", texts);
      var found = store.search(query, 2_000);
      assertThat(found.size()).isEqualTo(WordsQuery.MAX_TERMS);
      // Every kept term occurs once, in a text of the same length: one score.
      assertThat(found.scores()).containsOnly(found.scores()[0]);
      var sparse = store.scope(OrdinalBitmap.of(found.ordinals()[0], found.ordinals()[1_000]));
      var few = store.view.search(store.view.parse(query), sparse, TextWay.JOIN, 5);
      assertThat(few.size()).isEqualTo(2);
    }
  }

  @Test
  void search_weighsTermsByTheirFrequencyInTheQuery() {
    try (var store = new TextFixture(directory)) {
      store.add("cat", "dog");
      assertThat(store.search("cat dog dog", 2).ordinals()).containsExactly(1, 0);
      assertThat(store.search("cat cat dog", 2).ordinals()).containsExactly(0, 1);
      assertThat(store.view.parse("Dogs, cats and DOGS!").terms()).containsExactly("dog", "cat");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 41)
  void search_ofSparseAndClusteredSets_equalsBruteForce(long seed) {
    try (var store = new TextFixture(directory)) {
      var random = new Random(seed);
      for (int size : new int[] {12_000, 3_000, 500}) {
        store.skip(random.nextInt(2));
        store.add(
            IntStream.range(0, size)
                .mapToObj(i -> TextFixture.randomText(random, 6))
                .toArray(String[]::new));
        store.search("w0", 1);
      }
      store.remove(TextFixture.randomSubset(random, store.live, 0.05).toArray());
      var oracle = store.oracle();
      var sets =
          List.of(
              TextFixture.randomSubset(random, store.live, 0.3),
              TextFixture.randomSubset(random, store.live, 0.005),
              TextFixture.randomSubset(random, store.live, 0.0005),
              store.live.range(5_000, 7_000),
              TextFixture.randomSubset(random, store.live.range(4_000, 12_000), 0.01),
              OrdinalBitmap.of(store.live.last()),
              OrdinalBitmap.of(store.live.first()));
      for (var allowed : sets) {
        for (String query : List.of("w0", "w0 w1 w2", "w3 w40 w50", "w1 w1 w7 w8 w9 w10")) {
          for (int k : new int[] {1, 10, 500}) {
            var expected = oracle.search(query, allowed::contains, k);
            for (TextWay way : TextWay.values()) {
              var found = store.view.search(store.view.parse(query), store.scope(allowed), way, k);
              assertSame(found, expected, "seed " + seed + ", " + way + ", " + query + allowed);
            }
          }
        }
        for (String query : List.of("+w0 -w1", "\"w0 w1\"", "w2~1", "w5*", "w0 AND (w1 OR w2*)")) {
          var parsed = store.view.parseSyntax(query);
          assertSame(
              store.view.search(parsed, store.scope(allowed), TextWay.JOIN, 50),
              store.view.search(parsed, store.scope(allowed), TextWay.CANDIDATES, 50),
              "seed " + seed + ", " + query + allowed);
        }
      }
    }
  }

  @Test
  void everything_onAnEmptyView() {
    try (var store = new TextFixture(directory)) {
      assertThat(store.search("anything", 10).size()).isZero();
      assertThat(TextViewMatchesTest.estimate(store, "anything")).isEqualTo(Cardinality.exact(0));
      store.add("", " \n");
      assertThat(store.search("anything", 10).size()).isZero();
      assertThat(
              store
                  .view
                  .search(store.view.parseSyntax("a*"), store.scope(), TextWay.JOIN, 1)
                  .size())
          .isZero();
      store.add("the of");
      assertThat(store.search("anything", 10).size()).isZero();
    }
  }

  @Test
  void search_afterClose_isRefused() {
    var store = new TextFixture(directory);
    store.add("one");
    store.search("one", 1);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.search("one", 1)).isInstanceOf(ClosedException.class);
  }

  @Test
  void search_withAnInterruptedThread_worksAndKeepsTheFlag() {
    try (var store = new TextFixture(directory)) {
      for (int i = 0; i < 20; i++) {
        store.add("one " + i);
        Thread.currentThread().interrupt();
        int found = store.search("one", 100).size();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found).isEqualTo(i + 1);
      }
      store.view.checkpoint(store.sequence);
    }
  }

  @Test
  void candidates_mayHoldOrdinalsThatTheViewDoesNotHave() {
    try (var store = new TextFixture(directory)) {
      store.add("one", "", "one two");
      store.skip(5);
      store.add("one", "");
      var allowed = OrdinalBitmap.of(0, 1, 4, 8, 9, 1_000_000);
      for (TextWay way : TextWay.values()) {
        var found = store.view.search(store.view.parse("one"), store.scope(allowed), way, 5);
        assertThat(Arrays.stream(found.ordinals()).sorted().toArray()).containsExactly(0, 8);
      }
    }
  }
}
