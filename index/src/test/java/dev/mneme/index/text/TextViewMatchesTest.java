package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.Cardinality;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many a query matches, as it is estimated. */
@Execution(ExecutionMode.CONCURRENT)
class TextViewMatchesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void matches_boundsTheTruth(long seed) {
    var random = new Random(seed);
    try (var store = new TextFixture(directory)) {
      for (int round = 0; round < 20; round++) {
        TextViewSearchTest.randomCommit(store, random);
        var oracle = store.oracle();
        for (int i = 0; i < 20; i++) {
          String query = TextFixture.randomText(random, 5);
          var estimate = store.view.matches(store.view.parse(query), store.scope());
          assertThat(oracle.matches(query))
              .as("seed %d, round %d: %s", seed, round, query)
              .isBetween(estimate.min(), estimate.max());
        }
      }
    }
  }

  @Test
  void matches_isExactForOneTermAndForNone() {
    try (var store = new TextFixture(directory)) {
      store.add("cat", "dog", "cat dog", "bird");
      store.remove(0);
      assertThat(estimate(store, "cat")).isEqualTo(Cardinality.exact(1));
      assertThat(estimate(store, "unicorn gryphon")).isEqualTo(Cardinality.exact(0));
      assertThat(estimate(store, "")).isEqualTo(Cardinality.exact(0));
      assertThat(estimate(store, "cat dog")).isEqualTo(new Cardinality(2, 2, 3));
      var all = store.view.parseSyntax("cat AND unicorn");
      assertThat(store.view.matches(all, store.scope())).isEqualTo(Cardinality.exact(0));
      var phrase = store.view.parseSyntax("\"cat dog\" bird");
      assertThat(store.view.matches(phrase, store.scope()).max()).isEqualTo(2);
      var prefix = store.view.parseSyntax("d*");
      assertThat(store.view.matches(prefix, store.scope()).max()).isEqualTo(3);
    }
  }

  static Cardinality estimate(TextFixture store, String query) {
    return store.view.matches(store.view.parse(query), store.scope());
  }
}
