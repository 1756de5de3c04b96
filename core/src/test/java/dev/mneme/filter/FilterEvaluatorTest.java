package dev.mneme.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterEvaluatorTest {
  private static final Map<String, AttributeValue> ATTRIBUTES =
      Memory.text("")
          .attribute("speaker", "Caroline")
          .attribute("turn", 3)
          .attribute("big", (1L << 53) + 1)
          .attribute("mood", 0.5)
          .attribute("archived", false)
          .attribute("seen", true)
          .attribute("at", Instant.parse("2023-05-07T13:56:00Z"))
          .attribute("tags", List.of("work", "family"))
          .attribute("none", List.of())
          .attribute("face", "\uD83D\uDE00")
          .attribute(
              "scores",
              new AttributeValue.ListValue(
                  List.of(
                      new AttributeValue.LongValue(1),
                      new AttributeValue.LongValue(9),
                      new AttributeValue.StringValue("x"))))
          .build()
          .attributes();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "AND()",
        "speaker = 'Caroline'",
        "speaker PREFIX 'Car'",
        "speaker PREFIX ''",
        "speaker SUBSTRING 'roli'",
        "speaker SUBSTRING ''",
        "speaker > 'Carol' AND speaker < 'Caron'",
        "turn = 3.0",
        "turn IN (1, 3.0)",
        "turn BETWEEN 3 AND 3",
        "turn > 2.999",
        "mood < 1",
        "big > 9007199254740992.0",
        "big = 9007199254740993",
        "seen",
        "NOT archived",
        "archived = FALSE",
        "archived != TRUE",
        "at = TIME '2023-05-07T13:56:00Z'",
        "at = TIME '2023-05-07T13:56:00.0009Z'",
        "at >= TIME '2023-05-07'",
        "at < TIME '2023-05-07T13:56:00.001Z'",
        "tags CONTAINS 'family'",
        "tags = 'work' AND tags = 'family'",
        "tags > 'g'",
        "tags < 'g'",
        "tags NOT CONTAINS 'play'",
        "none EXISTS",
        "none != 'x'",
        "scores = 'x' AND scores = 9",
        "face > '\uFFFD'",
        "NOT missing = 1",
        "missing IS NULL",
        "turn != 'x'",
        "NOT turn > 'x'",
      })
  void matches_true(String filter) {
    assertThat(FilterEvaluator.matches(Filter.parse(filter), ATTRIBUTES)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOT *",
        "OR()",
        "speaker = 'caroline'",
        "speaker PREFIX 'Caroline '",
        "speaker SUBSTRING 'caro'",
        "turn = '3'",
        "turn = TRUE",
        "turn = TIME 1683467760000",
        "at = 1683467760000",
        "turn PREFIX '3'",
        "turn SUBSTRING '3'",
        "turn > 'a'",
        "turn BETWEEN 4 AND 2",
        "turn IN ()",
        "big = 9007199254740992.0",
        "big <= 9007199254740992.0",
        "archived",
        "speaker",
        "missing = 1",
        "missing != 1",
        "missing NOT IN (1)",
        "missing NOT BETWEEN 1 AND 2",
        "missing EXISTS",
        "missing PREFIX ''",
        "missing SUBSTRING ''",
        "tags != 'work'",
        "none PREFIX ''",
        "none = 'x'",
        "scores BETWEEN 2 AND 8",
        "face < '\uFFFD'",
      })
  void matches_false(String filter) {
    assertThat(FilterEvaluator.matches(Filter.parse(filter), ATTRIBUTES)).isFalse();
  }

  @Test
  void matches_keepsTheLawsOfBooleanAlgebra() {
    long seed = new Random().nextLong();
    var filters = new RandomFilters(new Random(seed));
    for (int i = 0; i < 5_000; i++) {
      var a = filters.filter(4);
      var b = filters.filter(4);
      var attributes = filters.attributes();
      boolean x = FilterEvaluator.matches(a, attributes);
      boolean y = FilterEvaluator.matches(b, attributes);
      String description = "seed " + seed + ", round " + i;
      assertThat(FilterEvaluator.matches(Filter.and(a, b), attributes))
          .as(description)
          .isEqualTo(x && y);
      assertThat(FilterEvaluator.matches(Filter.or(a, b), attributes))
          .as(description)
          .isEqualTo(x || y);
      assertThat(FilterEvaluator.matches(Filter.not(a), attributes)).as(description).isEqualTo(!x);
    }
  }

  @Test
  void matches_ofOneElement_everyLeafAgreesWithTheOrderOfScalars() {
    long seed = new Random().nextLong();
    var filters = new RandomFilters(new Random(seed));
    for (int i = 0; i < 20_000; i++) {
      var element = filters.scalar();
      var bound = filters.ordered();
      var attributes = Map.<String, AttributeValue>of("k", element);
      boolean same = Scalars.sameType(element, bound);
      int order = Scalars.compare(element, bound);
      String description = "seed " + seed + ": " + element + " against " + bound;
      assertThat(FilterEvaluator.matches(Filter.lt("k", bound), attributes))
          .as(description)
          .isEqualTo(same && order < 0);
      assertThat(FilterEvaluator.matches(Filter.le("k", bound), attributes))
          .as(description)
          .isEqualTo(same && order <= 0);
      assertThat(FilterEvaluator.matches(Filter.gt("k", bound), attributes))
          .as(description)
          .isEqualTo(same && order > 0);
      assertThat(FilterEvaluator.matches(Filter.ge("k", bound), attributes))
          .as(description)
          .isEqualTo(same && order >= 0);
      assertThat(FilterEvaluator.matches(Filter.eq("k", bound), attributes))
          .as(description)
          .isEqualTo(order == 0);
      assertThat(FilterEvaluator.matches(Filter.ne("k", bound), attributes))
          .as(description)
          .isEqualTo(order != 0);
      assertThat(FilterEvaluator.matches(Filter.between("k", bound, bound), attributes))
          .as(description)
          .isEqualTo(order == 0);
    }
  }
}
