package dev.mneme.filter;

import dev.mneme.core.check.Require;

import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.util.List;

/**
 * Whether a filter is small enough to be evaluated: its nodes, its depth, its keys and values.
 * Stops at the first limit that is broken, so the cost is O(limits) whatever the filter is, and the
 * stack is safe.
 */
final class FilterLimits {
  private final Limits limits;
  private int nodes;
  private int values;

  private FilterLimits(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks a filter from outside, however it was made.
   *
   * @throws InvalidRequestException naming the first limit that is broken
   */
  static void check(Filter filter, Limits limits) {
    Require.given(filter, "a filter is null; Filter.all() matches everything");
    new FilterLimits(limits).visit(filter, 1);
  }

  private void visit(Filter filter, int depth) {
    if (depth > limits.maxFilterDepth()) {
      throw new InvalidRequestException(
          "a filter may be nested at most " + limits.maxFilterDepth() + " levels deep");
    }
    countNode();
    switch (filter) {
      case Filter.All() -> {}
      case Filter.And(var operands) -> visitAll(operands, depth + 1);
      case Filter.Or(var operands) -> visitAll(operands, depth + 1);
      case Filter.Not(var operand) -> visit(operand, depth + 1);
      case Filter.Equal(var key, var value) -> limits.checkAttribute(key, value);
      case Filter.In(var key, var values) -> visitValues(key, values);
      case Filter.Compare(var key, _, var value) -> limits.checkAttribute(key, value);
      case Filter.Between(var key, var low, var high) -> {
        limits.checkAttribute(key, low);
        limits.checkAttribute(key, high);
      }
      case Filter.Prefix(var key, var prefix) ->
          limits.checkAttribute(key, new StringValue(prefix));
      case Filter.Substring(var key, var part) -> limits.checkAttribute(key, new StringValue(part));
      case Filter.Exists(var key) -> limits.checkAttributeKey(key);
    }
  }

  private void visitAll(List<Filter> operands, int depth) {
    for (var operand : operands) {
      visit(operand, depth);
    }
  }

  private void visitValues(String key, List<Scalar> some) {
    limits.checkAttributeKey(key);
    if (some.size() > limits.maxFilterValues() - values) {
      throw new InvalidRequestException(
          "a filter may have at most "
              + limits.maxFilterValues()
              + " values in its IN, and that of '"
              + key
              + "' has "
              + some.size());
    }
    values += some.size();
    for (var value : some) {
      limits.checkAttribute(key, value);
    }
  }

  private void countNode() {
    if (++nodes > limits.maxFilterNodes()) {
      throw new InvalidRequestException(
          "a filter may have at most " + limits.maxFilterNodes() + " nodes");
    }
  }
}
