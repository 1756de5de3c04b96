package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class FilterTextTest {
  private static final Limits WIDE = Limits.defaults().maxFilterNodes(1 << 20).maxFilterDepth(64);

  @Test
  void render_ofRandomTrees_parsesBackToAnEqualTree() {
    long seed = new Random().nextLong();
    var filters = new RandomFilters(new Random(seed));
    for (int i = 0; i < 5_000; i++) {
      var filter = filters.filter(8);
      String text = FilterText.render(filter);
      assertThat(Filter.parse(text, WIDE))
          .as("seed %d, tree %d: %s", seed, i, text)
          .isEqualTo(filter);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "speaker='Caroline' and(turn>=3 or tags contains 'work')and not archived"
            + " | speaker = 'Caroline' AND (turn >= 3 OR tags = 'work') AND NOT archived = TRUE",
        "a != 1 | a EXISTS AND NOT a = 1",
        "a not in (1, 2.50) | a EXISTS AND NOT a IN (1, 2.5)",
        "not not (a or b) | NOT NOT (a = TRUE OR b = TRUE)",
        "(((a))) | a = TRUE",
        "* or `select` starts with 'x' | * OR select PREFIX 'x'",
        "\"not\" exists | \"not\" EXISTS",
        "and(or()) | AND(OR())",
        "at between time '2023-05-07' and time 1683467760000"
            + " | at BETWEEN TIME '2023-05-07T00:00:00Z' AND TIME '2023-05-07T13:56:00Z'",
      })
  void render_writesTheNormalForm(String text, String normal) {
    assertThat(FilterText.render(Filter.parse(text))).isEqualTo(normal);
  }

  @Test
  void render_ofValuesAtTheEdges_parsesBack() {
    var filters =
        List.of(
            Filter.eq("a", Long.MIN_VALUE),
            Filter.eq("a", Long.MAX_VALUE),
            Filter.eq("a", Double.MIN_VALUE),
            Filter.eq("a", -Double.MAX_VALUE),
            Filter.in("a", new DoubleValue(-0.0)),
            Filter.ge("a", Limits.MIN_TIME),
            Filter.lt("a", Limits.MAX_TIME),
            Filter.eq("a", Instant.EPOCH),
            Filter.eq("''\"``", "''\"``\r\n\0"));
    for (var filter : filters) {
      assertThat(Filter.parse(FilterText.render(filter))).isEqualTo(filter);
    }
  }
}
