package dev.mneme.core.filter;

import dev.mneme.core.model.AttributeValue;
import dev.mneme.core.model.AttributeValue.Scalar;
import java.time.Instant;
import java.util.List;

/**
 * Which memories match, by their attributes. A list attribute satisfies a leaf when one of its elements does; a memory
 * without the attribute, or with a value of another type, satisfies none. Numbers compare by value, 3 equals 3.0;
 * strings compare by code point. Immutable.
 */
public sealed interface Filter {

  /** Every memory. */
  record All() implements Filter {}

  /** True where all operands are; of none, everything. */
  record And(List<Filter> operands) implements Filter {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** True where at least one operand is; of none, nothing. */
  record Or(List<Filter> operands) implements Filter {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** True where the operand is not, so also for memories that lack the attribute. */
  record Not(Filter operand) implements Filter {}

  /** {@code key = value}, and {@code key CONTAINS value}, which means the same. */
  record Equal(String key, Scalar value) implements Filter {}

  /** {@code key IN (a, b)}. */
  record In(String key, List<Scalar> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /** {@code key < value} and its three siblings; for numbers, instants and strings. */
  record Compare(String key, Comparison comparison, Scalar value) implements Filter {}

  /** {@code key BETWEEN low AND high}, both ends included. One element must lie between, not one above and one below. */
  record Between(String key, Scalar low, Scalar high) implements Filter {}

  /** {@code key PREFIX 'abc'}. */
  record Prefix(String key, String prefix) implements Filter {}

  /** {@code key EXISTS}: the attribute is there, whatever its value, an empty list included. */
  record Exists(String key) implements Filter {}

  /** The four order comparisons. */
  enum Comparison {
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** Reads the text form; see {@link FilterParser} for the grammar. */
  static Filter parse(String text) {
    return FilterParser.parse(text);
  }

  static Filter all() {
    return new All();
  }

  static Filter and(Filter... operands) {
    return new And(List.of(operands));
  }

  static Filter or(Filter... operands) {
    return new Or(List.of(operands));
  }

  static Filter not(Filter operand) {
    return new Not(operand);
  }

  static Filter eq(String key, Scalar value) {
    return new Equal(key, value);
  }

  static Filter eq(String key, String value) {
    return new Equal(key, new AttributeValue.StringValue(value));
  }

  static Filter eq(String key, boolean value) {
    return new Equal(key, new AttributeValue.BooleanValue(value));
  }

  static Filter eq(String key, long value) {
    return new Equal(key, new AttributeValue.LongValue(value));
  }

  static Filter eq(String key, double value) {
    return new Equal(key, new AttributeValue.DoubleValue(value));
  }

  static Filter eq(String key, Instant value) {
    return new Equal(key, new AttributeValue.InstantValue(value));
  }

  static Filter in(String key, Scalar... values) {
    return new In(key, List.of(values));
  }

  static Filter compare(String key, Comparison comparison, Scalar value) {
    return new Compare(key, comparison, value);
  }

  static Filter between(String key, Scalar low, Scalar high) {
    return new Between(key, low, high);
  }

  static Filter prefix(String key, String prefix) {
    return new Prefix(key, prefix);
  }

  static Filter exists(String key) {
    return new Exists(key);
  }
}
