package dev.mneme.index.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.filter.Filter;
import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table: 1,000 memories, fixed statistics in, asserted estimates out. half: true for every
 * second; turn: 0 to 99, 10 each; url: one of its own each; rare: "x" on the first 10 only; tags:
 * one or two of "t0" to "t9", 150 (value, ordinal) pairs a value, on all.
 */
class CardinalityEstimatorTest {
  @TempDir Path directory;

  private AttributeView view() {
    var added = new ArrayList<CommitBatch.Added>();
    for (int i = 0; i < 1_000; i++) {
      String second = i % 2 == 0 ? "t" + i / 2 % 10 : "t" + i / 10 % 10;
      String first = "t" + i / 10 % 10;
      var memory =
          Memory.text("x")
              .id("m" + i)
              .time(Instant.EPOCH)
              .attribute("half", i % 2 == 0)
              .attribute("turn", i % 100)
              .attribute("url", "u%04d".formatted(i))
              .attribute("tags", first.equals(second) ? List.of(first) : List.of(first, second));
      if (i < 10) {
        memory.attribute("rare", "x");
      }
      added.add(new CommitBatch.Added(i, 0, 0, memory.build()));
    }
    AttributeView view = AttributeView.open(Storage.system(), directory);
    view.apply(new CommitBatch(0, added, new int[0]));
    return view;
  }

  static Stream<Arguments> table() {
    var half = Filter.eq("half", true);
    var turns = Filter.between("turn", number(0), number(19));
    return Stream.of(
        row(Filter.all(), 1_000, 1_000, 1_000),
        row(Filter.exists("rare"), 10, 10, 10),
        row(Filter.exists("none"), 0, 0, 0),
        row(half, 500, 500, 500),
        row(Filter.eq("half", "true"), 0, 0, 0),
        row(Filter.eq("turn", 7.0), 10, 10, 10),
        row(Filter.in("turn", number(1), number(2), number(2), number(1_000)), 20, 20, 20),
        row(turns, 200, 200, 200),
        row(
            Filter.compare("turn", Filter.Comparison.GREATER, new AttributeValue.DoubleValue(89.5)),
            100,
            100,
            100),
        row(Filter.between("turn", number(5), number(4)), 0, 0, 0),
        row(Filter.not(turns), 800, 800, 800),
        row(Filter.and(), 1_000, 1_000, 1_000),
        row(Filter.or(), 0, 0, 0),
        row(Filter.and(half, turns), 0, 100, 200),
        row(Filter.and(half, Filter.not(turns)), 300, 400, 500),
        row(Filter.or(half, turns), 500, 600, 700),
        row(Filter.and(half, Filter.eq("none", 1)), 0, 0, 0),
        row(Filter.or(half, half, half), 500, 875, 1_000),
        row(Filter.prefix("url", "u000"), 10, 10, 10),
        row(Filter.prefix("url", "u"), 64, 250, 1_000),
        row(Filter.compare("url", Filter.Comparison.GREATER_OR_EQUAL, text("u0990")), 10, 10, 10),
        row(
            Filter.compare("url", Filter.Comparison.GREATER_OR_EQUAL, text("u0100")),
            64,
            333,
            1_000),
        row(Filter.between("url", text("u0100"), text("u0900")), 64, 250, 1_000));
  }

  private static Arguments row(Filter filter, long min, long expected, long max) {
    return Arguments.of(filter, new Cardinality(min, expected, max));
  }

  private static AttributeValue.Scalar number(long value) {
    return new AttributeValue.LongValue(value);
  }

  private static AttributeValue.Scalar text(String value) {
    return new AttributeValue.StringValue(value);
  }

  @ParameterizedTest
  @MethodSource("table")
  void estimate_isThatOfTheTable(Filter filter, Cardinality expected) {
    assertThat(view().estimate(filter)).isEqualTo(expected);
  }

  @Test
  void listAttribute_isBoundedByItsElements() {
    AttributeView view = view();
    Cardinality first = view.estimate(Filter.eq("tags", "t0"));
    Cardinality second = view.estimate(Filter.eq("tags", "t1"));
    Cardinality either = view.estimate(Filter.in("tags", text("t0"), text("t1")));
    assertThat(first.isExact()).isTrue();
    assertThat(either.max()).isEqualTo(first.max() + second.max());
    assertThat(either.min()).isEqualTo(Math.max(first.max(), second.max()));
    assertThat(either.expected()).isBetween(either.min() + 1, either.max() - 1);
  }
}
