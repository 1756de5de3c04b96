package dev.mneme.filter;

import dev.mneme.core.check.Require;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Which memories match, by their attributes. A list attribute satisfies a leaf when one of its
 * elements does; a memory without the attribute, or with a value of another type, satisfies none.
 * Numbers compare by exact value, 3 equals 3.0; strings compare by code point; booleans are equal
 * or not, and have no order. {@link FilterEvaluator} is the definition, {@link Scalars} that of the
 * comparisons. {@link FilterText} writes what {@link #parse} reads. Immutable.
 */
public sealed interface Filter {

  /** Every memory. */
  record All() implements Filter {}

  /** True where all operands are; of none, everything. */
  record And(List<Filter> operands) implements Filter {
    public And {
      FilterParts.requireOperands("AND", operands);
      operands = List.copyOf(operands);
    }
  }

  /** True where at least one operand is; of none, nothing. */
  record Or(List<Filter> operands) implements Filter {
    public Or {
      FilterParts.requireOperands("OR", operands);
      operands = List.copyOf(operands);
    }
  }

  /** True where the operand is not, so also for memories that lack the attribute. */
  record Not(Filter operand) implements Filter {
    public Not {
      Require.given(operand, "the operand of NOT is null");
    }
  }

  /** {@code key = value}, and {@code key CONTAINS value}, which means the same. */
  record Equal(String key, Scalar value) implements Filter {
    public Equal {
      FilterParts.requireKey(key);
      FilterParts.requireValue(key, value);
    }
  }

  /** {@code key IN (a, b)}; of none, nothing. */
  record In(String key, List<Scalar> values) implements Filter {
    public In {
      FilterParts.requireKey(key);
      FilterParts.requireValues(key, values);
      values = List.copyOf(values);
    }
  }

  /** {@code key < value} and its three siblings; for numbers, instants and strings. */
  record Compare(String key, Comparison comparison, Scalar value) implements Filter {
    public Compare {
      FilterParts.requireKey(key);
      FilterParts.requireOrdered(key, value);
    }
  }

  /**
   * {@code key BETWEEN low AND high}, both ends included and of one type. One element must lie
   * between, not one above and one below. Nothing lies between a low end and a high end below it.
   */
  record Between(String key, Scalar low, Scalar high) implements Filter {
    public Between {
      FilterParts.requireKey(key);
      FilterParts.requireOrdered(key, low);
      FilterParts.requireValue(key, high);
      Require.that(
          Scalars.sameType(low, high),
          "the ends of BETWEEN for '%s' are of two types: %s and %s",
          key,
          low,
          high);
    }
  }

  /** {@code key PREFIX 'abc'}. */
  record Prefix(String key, String prefix) implements Filter {
    public Prefix {
      FilterParts.requireKey(key);
      FilterParts.requireValue(key, prefix);
    }
  }

  /** {@code key SUBSTRING 'abc'}: the string holds the part somewhere; every string holds ''. */
  record Substring(String key, String part) implements Filter {
    public Substring {
      FilterParts.requireKey(key);
    }
  }

  /** {@code key EXISTS}: the attribute is there, whatever its value, an empty list included. */
  record Exists(String key) implements Filter {
    public Exists {
      FilterParts.requireKey(key);
    }
  }

  /** The four order comparisons. */
  enum Comparison {
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /**
   * Reads the text form, for instance {@code speaker = 'Caroline' AND (turn >= 3 OR tags CONTAINS
   * 'work')}; the grammar is in the package documentation. Linear in the text.
   *
   * @throws InvalidRequestException with the column, what was expected and what was found, or if it
   *     breaks a default limit
   */
  static Filter parse(String text) {
    return parse(text, Limits.defaults());
  }

  /** Reads the text form under other limits; see {@link #parse(String)}. */
  static Filter parse(String text, Limits limits) {
    return FilterParser.parse(text, limits);
  }

  /**
   * Checks that a filter, however it was made, is small enough to be evaluated: its nodes, its
   * depth, its keys and values. Stops at the first limit that is broken, so the cost is O(limits)
   * whatever the filter is, and the stack is safe.
   *
   * @throws InvalidRequestException naming that limit
   */
  static void check(Filter filter, Limits limits) {
    FilterLimits.check(filter, limits);
  }

  static Filter all() {
    return new All();
  }

  static Filter and(Filter... operands) {
    return new And(Arrays.asList(operands));
  }

  static Filter or(Filter... operands) {
    return new Or(Arrays.asList(operands));
  }

  static Filter not(Filter operand) {
    return new Not(operand);
  }

  /** {@code key = value}. */
  static Filter eq(String key, Scalar value) {
    return new Equal(key, value);
  }

  static Filter eq(String key, String value) {
    return eq(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter eq(String key, boolean value) {
    return eq(key, new AttributeValue.BooleanValue(value));
  }

  static Filter eq(String key, long value) {
    return eq(key, new AttributeValue.LongValue(value));
  }

  static Filter eq(String key, double value) {
    return eq(key, new AttributeValue.DoubleValue(value));
  }

  static Filter eq(String key, Instant value) {
    return eq(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /**
   * {@code key != value}: the attribute is there, and no element of it equals the value. Wider:
   * {@code not(eq(..))}.
   */
  static Filter ne(String key, Scalar value) {
    return and(new Exists(key), new Not(new Equal(key, value)));
  }

  static Filter ne(String key, String value) {
    return ne(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter ne(String key, boolean value) {
    return ne(key, new AttributeValue.BooleanValue(value));
  }

  static Filter ne(String key, long value) {
    return ne(key, new AttributeValue.LongValue(value));
  }

  static Filter ne(String key, double value) {
    return ne(key, new AttributeValue.DoubleValue(value));
  }

  static Filter ne(String key, Instant value) {
    return ne(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /**
   * {@code key CONTAINS value}: one element of a list equals the value; the same as {@link #eq}.
   */
  static Filter contains(String key, Scalar value) {
    return new Equal(key, value);
  }

  static Filter contains(String key, String value) {
    return contains(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter contains(String key, boolean value) {
    return contains(key, new AttributeValue.BooleanValue(value));
  }

  static Filter contains(String key, long value) {
    return contains(key, new AttributeValue.LongValue(value));
  }

  static Filter contains(String key, double value) {
    return contains(key, new AttributeValue.DoubleValue(value));
  }

  static Filter contains(String key, Instant value) {
    return contains(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /** {@code key < value}. */
  static Filter lt(String key, Scalar value) {
    return new Compare(key, Comparison.LESS, value);
  }

  static Filter lt(String key, String value) {
    return lt(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter lt(String key, long value) {
    return lt(key, new AttributeValue.LongValue(value));
  }

  static Filter lt(String key, double value) {
    return lt(key, new AttributeValue.DoubleValue(value));
  }

  static Filter lt(String key, Instant value) {
    return lt(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /** {@code key <= value}. */
  static Filter le(String key, Scalar value) {
    return new Compare(key, Comparison.LESS_OR_EQUAL, value);
  }

  static Filter le(String key, String value) {
    return le(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter le(String key, long value) {
    return le(key, new AttributeValue.LongValue(value));
  }

  static Filter le(String key, double value) {
    return le(key, new AttributeValue.DoubleValue(value));
  }

  static Filter le(String key, Instant value) {
    return le(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /** {@code key > value}. */
  static Filter gt(String key, Scalar value) {
    return new Compare(key, Comparison.GREATER, value);
  }

  static Filter gt(String key, String value) {
    return gt(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter gt(String key, long value) {
    return gt(key, new AttributeValue.LongValue(value));
  }

  static Filter gt(String key, double value) {
    return gt(key, new AttributeValue.DoubleValue(value));
  }

  static Filter gt(String key, Instant value) {
    return gt(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  /** {@code key >= value}. */
  static Filter ge(String key, Scalar value) {
    return new Compare(key, Comparison.GREATER_OR_EQUAL, value);
  }

  static Filter ge(String key, String value) {
    return ge(key, new AttributeValue.StringValue(FilterParts.given(key, value)));
  }

  static Filter ge(String key, long value) {
    return ge(key, new AttributeValue.LongValue(value));
  }

  static Filter ge(String key, double value) {
    return ge(key, new AttributeValue.DoubleValue(value));
  }

  static Filter ge(String key, Instant value) {
    return ge(key, new AttributeValue.InstantValue(FilterParts.given(key, value)));
  }

  static Filter compare(String key, Comparison comparison, Scalar value) {
    return new Compare(key, comparison, value);
  }

  static Filter in(String key, Scalar... values) {
    return new In(key, Arrays.asList(values));
  }

  static Filter in(String key, String... values) {
    FilterParts.requireKey(key);
    FilterParts.requireValues(key, Arrays.asList(values));
    return new In(key, Arrays.stream(values).<Scalar>map(AttributeValue.StringValue::new).toList());
  }

  static Filter in(String key, long... values) {
    return new In(
        key, Arrays.stream(values).<Scalar>mapToObj(AttributeValue.LongValue::new).toList());
  }

  /** {@code key BETWEEN low AND high}, both ends included. */
  static Filter between(String key, Scalar low, Scalar high) {
    return new Between(key, low, high);
  }

  static Filter between(String key, String low, String high) {
    return between(
        key,
        new AttributeValue.StringValue(FilterParts.given(key, low)),
        new AttributeValue.StringValue(FilterParts.given(key, high)));
  }

  static Filter between(String key, long low, long high) {
    return between(key, new AttributeValue.LongValue(low), new AttributeValue.LongValue(high));
  }

  static Filter between(String key, double low, double high) {
    return between(key, new AttributeValue.DoubleValue(low), new AttributeValue.DoubleValue(high));
  }

  static Filter between(String key, Instant low, Instant high) {
    return between(
        key,
        new AttributeValue.InstantValue(FilterParts.given(key, low)),
        new AttributeValue.InstantValue(FilterParts.given(key, high)));
  }

  static Filter prefix(String key, String prefix) {
    return new Prefix(key, prefix);
  }

  /** {@code key SUBSTRING 'abc'}. Looks at every distinct string of the key. */
  static Filter substring(String key, String part) {
    return new Substring(key, part);
  }

  static Filter exists(String key) {
    return new Exists(key);
  }
}
