package dev.mneme.index.attribute;

import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers and instants as longs of the same order, for the B-tree. 64 bits cannot hold longs and
 * doubles in one exact order, so each attribute key has three groups of entries: whole numbers that
 * fit a long, all other doubles, and instants. A range over numbers is a range in each of the first
 * two, and both are exact: a bound of the other kind never equals a stored value, because values
 * are canonical (a double that is a whole number and fits is stored as a long).
 */
final class SortableNumbers {
  /** Groups a key. */
  static final int KINDS = 3;

  private static final int LONG = 0;
  private static final int DOUBLE = 1;
  private static final int INSTANT = 2;
  private static final double TWO_TO_63 = 0x1p63;

  private SortableNumbers() {}

  /**
   * Values from {@code low} to {@code high}, both included, of the group {@code KINDS * key +
   * kind}.
   */
  record Range(int kind, long low, long high) {}

  /** Where a canonical scalar stands: a range of one value; nothing for strings and booleans. */
  static Optional<Range> point(Scalar scalar) {
    return switch (scalar) {
      case LongValue(long value) -> Optional.of(new Range(LONG, value, value));
      case DoubleValue(double value) ->
          Optional.of(new Range(DOUBLE, sortable(value), sortable(value)));
      case InstantValue instant ->
          Optional.of(new Range(INSTANT, instant.epochMillis(), instant.epochMillis()));
      case StringValue _, BooleanValue _ -> Optional.empty();
    };
  }

  /** The ranges that hold exactly the values of the interval; none for strings and booleans. */
  static List<Range> ranges(Interval interval) {
    var ranges = new ArrayList<Range>(2);
    switch (interval.type()) {
      case NUMBER -> {
        add(ranges, longs(interval));
        add(ranges, doubles(interval));
      }
      case INSTANT -> add(ranges, instants(interval));
      case BOOLEAN, STRING -> {}
    }
    return ranges;
  }

  private static void add(List<Range> ranges, Optional<Range> range) {
    range.filter(nonEmpty -> nonEmpty.low() <= nonEmpty.high()).ifPresent(ranges::add);
  }

  private static Optional<Range> longs(Interval interval) {
    Optional<Long> low =
        switch (interval.low()) {
          case LongValue(long value) -> interval.lowIncluded() ? Optional.of(value) : next(value);
          case DoubleValue(double value) when value >= TWO_TO_63 -> Optional.empty();
          case DoubleValue(double value) ->
              Optional.of((long) Math.ceil(value)); // saturates at the smallest long
          case InstantValue _, StringValue _, BooleanValue _ -> Optional.empty();
        };
    Optional<Long> high =
        switch (interval.high().orElse(new LongValue(Long.MAX_VALUE))) {
          case LongValue(long value) ->
              interval.highIncluded() ? Optional.of(value) : previous(value);
          case DoubleValue(double value) when value < -TWO_TO_63 -> Optional.empty();
          case DoubleValue(double value) ->
              Optional.of((long) Math.floor(value)); // saturates at the largest long
          case InstantValue _, StringValue _, BooleanValue _ -> Optional.empty();
        };
    return low.flatMap(from -> high.map(to -> new Range(LONG, from, to)));
  }

  /**
   * A long as a bound becomes the nearest double. No stored double lies between the two, and none
   * equals that double unless it is 2^63, which is above every long: so the nearest double belongs
   * to the range as a low bound, and not as a high bound.
   */
  private static Optional<Range> doubles(Interval interval) {
    long low =
        switch (interval.low()) {
          case DoubleValue(double value) -> sortable(value) + (interval.lowIncluded() ? 0 : 1);
          case LongValue(long value) -> sortable((double) value);
          case InstantValue _, StringValue _, BooleanValue _ -> Long.MAX_VALUE;
        };
    long high =
        switch (interval.high().orElse(new DoubleValue(Double.MAX_VALUE))) {
          case DoubleValue(double value) -> sortable(value) - (interval.highIncluded() ? 0 : 1);
          case LongValue(long value) -> sortable((double) value) - 1;
          case InstantValue _, StringValue _, BooleanValue _ -> Long.MIN_VALUE;
        };
    return Optional.of(new Range(DOUBLE, low, high));
  }

  private static Optional<Range> instants(Interval interval) {
    long low = Long.MIN_VALUE;
    if (interval.low() instanceof InstantValue instant) {
      low = instant.epochMillis() + (interval.lowIncluded() ? 0 : 1);
    }
    long high = Long.MAX_VALUE;
    if (interval.high().isPresent() && interval.high().get() instanceof InstantValue instant) {
      high = instant.epochMillis() - (interval.highIncluded() ? 0 : 1);
    }
    return Optional.of(new Range(INSTANT, low, high));
  }

  private static Optional<Long> next(long value) {
    return value == Long.MAX_VALUE ? Optional.empty() : Optional.of(value + 1);
  }

  private static Optional<Long> previous(long value) {
    return value == Long.MIN_VALUE ? Optional.empty() : Optional.of(value - 1);
  }

  /**
   * The bits of a finite double, ordered as the doubles are. Never close to the ends of long, so
   * one more or less is safe.
   */
  private static long sortable(double value) {
    long bits = Double.doubleToLongBits(value);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
