package dev.mneme.index.attribute;

import dev.mneme.filter.Filter;
import dev.mneme.filter.Scalars;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.memory.Limits;
import java.util.Optional;

/**
 * The scalars of one type between two bounds, in the order of {@link Scalars#ORDER}.
 *
 * @param low of the type, canonical; the type's smallest value where there is no bound
 * @param high of the same type, canonical; empty where there is no bound
 * @param highIncluded true where there is no high bound
 */
record Interval(Scalar low, boolean lowIncluded, Optional<Scalar> high, boolean highIncluded) {

  static Interval of(Filter.Compare compare) {
    Scalar value = Scalars.canonical(compare.value());
    Scalar least = least(Scalars.type(value));
    return switch (compare.comparison()) {
      case LESS -> new Interval(least, true, Optional.of(value), false);
      case LESS_OR_EQUAL -> new Interval(least, true, Optional.of(value), true);
      case GREATER -> new Interval(value, false, Optional.empty(), true);
      case GREATER_OR_EQUAL -> new Interval(value, true, Optional.empty(), true);
    };
  }

  /** Empty where no value can lie between: bounds of two types, or the wrong way round. */
  static Optional<Interval> of(Filter.Between between) {
    if (!Scalars.sameType(between.low(), between.high())
        || Scalars.compare(between.low(), between.high()) > 0) {
      return Optional.empty();
    }
    Scalar low = Scalars.canonical(between.low());
    return Optional.of(
        new Interval(low, true, Optional.of(Scalars.canonical(between.high())), true));
  }

  Scalars.Type type() {
    return Scalars.type(low);
  }

  /** Whether numbers order the values, so that the B-tree has them. */
  boolean isNumeric() {
    return type() == Scalars.Type.NUMBER || type() == Scalars.Type.INSTANT;
  }

  /** Whether a value at or above the low bound is still inside. */
  boolean isBelowHigh(Scalar value) {
    if (high.isEmpty()) {
      return Scalars.sameType(low, value);
    }
    int order = Scalars.compare(value, high.get());
    return highIncluded ? order <= 0 : order < 0;
  }

  private static Scalar least(Scalars.Type type) {
    return switch (type) {
      case BOOLEAN -> new BooleanValue(false);
      case NUMBER -> new DoubleValue(-Double.MAX_VALUE);
      case INSTANT -> new InstantValue(Limits.MIN_TIME);
      case STRING -> new StringValue("");
    };
  }
}
