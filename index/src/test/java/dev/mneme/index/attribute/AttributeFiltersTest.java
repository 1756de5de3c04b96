package dev.mneme.index.attribute;

import static dev.mneme.index.attribute.AttributeModel.batch;
import static dev.mneme.index.attribute.AttributeModel.half;
import static dev.mneme.index.attribute.AttributeModel.matching;
import static dev.mneme.index.attribute.AttributeModel.ordinals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.storage.Storage;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.filter.Filter;
import dev.mneme.filter.RandomFilters;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.attribute.AttributeModel.Known;
import dev.mneme.memory.AttributeValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of filters that have something of their own. */
@Execution(ExecutionMode.CONCURRENT)
class AttributeFiltersTest {
  @TempDir Path directory;

  private AttributeView open() {
    return AttributeView.open(Storage.system(), directory);
  }

  /**
   * JSON is refused exactly where a compared key has it within the universe, whatever the filter's
   * shape; through replays, sweeps and checkpoints.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void json_isThereForExists_andRefusedElsewhere(long seed) {
    var random = new Random(seed);
    var filters = new RandomFilters(random);
    var model = new TreeMap<Integer, Known>();
    AttributeView view = open();
    int refused = 0;
    int answered = 0;
    for (int round = 0; round < 12; round++) {
      var batch = new ArrayList<CommitBatch.Added>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        var attributes = new TreeMap<>(filters.attributes());
        if (random.nextInt(60) == 0) {
          attributes.put(filters.key(), new AttributeValue.JsonValue("{}"));
        }
        int ordinal = model.isEmpty() ? 0 : model.lastKey() + 1;
        model.put(ordinal, new Known(0, attributes, Known.NEVER));
        batch.add(model.get(ordinal).added(ordinal));
      }
      view.apply(batch(round, batch));
      view.apply(batch(round, batch));
      var dead = new ArrayList<>(model.headMap(model.lastKey()).keySet());
      dead.removeIf(_ -> random.nextInt(4) > 0);
      dead.forEach(model::remove);
      view.reclaim(OrdinalBitmap.of(dead.stream().mapToInt(Integer::intValue).toArray()));
      if (random.nextBoolean()) {
        view.checkpoint(round);
        view = open();
        assertThat(view.recoveredSequence()).isEqualTo(round);
      }
      for (int i = 0; i < 60; i++) {
        Filter filter = filters.filter(3);
        OrdinalBitmap universe = half(half(half(ordinals(model), random), random), random);
        var compared = FilterEvaluator.comparedKeys(filter);
        boolean json =
            model.entrySet().stream()
                .filter(entry -> universe.contains(entry.getKey()))
                .anyMatch(
                    entry ->
                        compared.stream()
                            .map(entry.getValue().attributes()::get)
                            .anyMatch(AttributeValue.JsonValue.class::isInstance));
        var opened = view;
        if (json) {
          refused++;
          assertThatThrownBy(() -> opened.evaluate(filter, universe))
              .as("seed %d %s", seed, filter)
              .isInstanceOf(InvalidRequestException.class)
              .hasMessageContaining("JSON");
          assertThatThrownBy(() -> matching(model, filter, universe))
              .isInstanceOf(InvalidRequestException.class);
        } else {
          answered++;
          assertThat(view.evaluate(filter, universe))
              .as("seed %d %s", seed, filter)
              .isEqualTo(matching(model, filter, universe));
        }
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(10);
    assertThat(answered).as("seed %d", seed).isGreaterThan(10);
  }

  /**
   * Few distinct values and many of them: ranges go through sets and through the tree, and both
   * count.
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 40, 100_000})
  void numericRanges_ofAnyCardinality_areExactAndCounted(int distinct) {
    var random = new Random(distinct);
    var model = new TreeMap<Integer, Known>();
    var batch = new ArrayList<CommitBatch.Added>();
    for (int ordinal = 0; ordinal < 5_000; ordinal++) {
      var value =
          random.nextBoolean()
              ? AttributeValue.of((long) random.nextInt(distinct))
              : AttributeValue.of(random.nextInt(2 * distinct) / 2.0);
      var known = new Known(0, Map.of("n", value), Known.NEVER);
      model.put(ordinal, known);
      batch.add(known.added(ordinal));
    }
    AttributeView view = open();
    view.apply(batch(0, batch));
    OrdinalBitmap all = ordinals(model);
    Filter.Comparison[] comparisons = Filter.Comparison.values();
    for (int i = 0; i < 40; i++) {
      var comparison = comparisons[i % comparisons.length];
      double low = random.nextInt(2 * distinct) / 2.0 - 0.25 * random.nextInt(2);
      double high = low + random.nextInt(distinct);
      for (Filter filter :
          List.of(
              Filter.between(
                  "n", new AttributeValue.DoubleValue(low), new AttributeValue.DoubleValue(high)),
              Filter.compare("n", comparison, new AttributeValue.DoubleValue(low)),
              Filter.compare("n", comparison, new AttributeValue.LongValue((long) low)))) {
        OrdinalBitmap expected = matching(model, filter, all);
        assertThat(view.evaluate(filter, all)).as("%s", filter).isEqualTo(expected);
        assertThat(view.estimate(filter))
            .as("%s", filter)
            .isEqualTo(Cardinality.exact(expected.cardinality()));
      }
    }
  }

  @Test
  void prefixEndingInHalfAPair_isExact() {
    var model = new TreeMap<Integer, Known>();
    String face = new String(Character.toChars(0x1F600));
    for (String value : List.of("a", "a" + face, "a" + face + "b", "a\uFFFD", "a\uE000", "b")) {
      model.put(model.size(), new Known(0, Map.of("s", AttributeValue.of(value)), Known.NEVER));
    }
    AttributeView view = open();
    view.apply(
        batch(0, model.entrySet().stream().map(e -> e.getValue().added(e.getKey())).toList()));
    for (String prefix : List.of("", "a", "a" + face, "a" + face.charAt(0), "a\uFFFD", "c", "ab")) {
      Filter filter = Filter.prefix("s", prefix);
      OrdinalBitmap expected = matching(model, filter, ordinals(model));
      assertThat(view.evaluate(filter, ordinals(model))).as(prefix).isEqualTo(expected);
      assertThat(view.estimate(filter).isExact()).as(prefix).isTrue();
    }
  }
}
