package dev.mneme.filter;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The slow reference evaluator: the definition of what a filter means, and the tests' oracle.
 * O(nodes of the filter * elements of the attributes). Recursive: a filter from outside goes
 * through {@link Filter#check} first. Stateless.
 */
public final class FilterEvaluator {
  private FilterEvaluator() {}

  /**
   * Whether a memory with these attributes matches.
   *
   * @throws InvalidRequestException if the filter compares an attribute that is JSON, see {@link
   *     #comparedKeys}
   */
  public static boolean matches(Filter filter, Map<String, AttributeValue> attributes) {
    for (var key : ComparedKeys.of(filter)) {
      if (attributes.get(key) instanceof JsonValue) {
        throw ComparedKeys.refusal(key, 1);
      }
    }
    return holds(filter, attributes);
  }

  /**
   * The keys whose values a filter compares: all but those of EXISTS. If a memory in question holds
   * JSON under one of them, the filter is refused ({@link #refusal}), whatever its other parts say:
   * leaving such memories out would look like an answer. Linear in the nodes.
   */
  public static Set<String> comparedKeys(Filter filter) {
    return ComparedKeys.of(filter);
  }

  /** The error for a key under which so many memories hold JSON. */
  public static InvalidRequestException refusal(String key, long memories) {
    return ComparedKeys.refusal(key, memories);
  }

  private static boolean holds(Filter filter, Map<String, AttributeValue> attributes) {
    return switch (filter) {
      case Filter.All() -> true;
      case Filter.And(var operands) ->
          operands.stream().allMatch(operand -> holds(operand, attributes));
      case Filter.Or(var operands) ->
          operands.stream().anyMatch(operand -> holds(operand, attributes));
      case Filter.Not(var operand) -> !holds(operand, attributes);
      case Filter.Equal(var key, var value) ->
          any(attributes, key, element -> Scalars.equal(element, value));
      case Filter.In(var key, var values) ->
          any(
              attributes,
              key,
              element -> values.stream().anyMatch(value -> Scalars.equal(element, value)));
      case Filter.Compare(var key, var comparison, var value) ->
          any(attributes, key, element -> satisfies(element, comparison, value));
      case Filter.Between(var key, var low, var high) ->
          any(
              attributes,
              key,
              element ->
                  satisfies(element, Filter.Comparison.GREATER_OR_EQUAL, low)
                      && satisfies(element, Filter.Comparison.LESS_OR_EQUAL, high));
      case Filter.Prefix(var key, var prefix) ->
          any(
              attributes,
              key,
              element -> element instanceof StringValue(var string) && string.startsWith(prefix));
      case Filter.Substring(var key, var part) ->
          any(
              attributes,
              key,
              element -> element instanceof StringValue(var string) && string.contains(part));
      case Filter.Exists(var key) -> attributes.containsKey(key);
    };
  }

  /**
   * Whether one element of the attribute satisfies the leaf; an attribute that is not there has
   * none.
   */
  private static boolean any(
      Map<String, AttributeValue> attributes, String key, Predicate<Scalar> leaf) {
    var value = attributes.get(key);
    return value != null && value.scalars().stream().anyMatch(leaf);
  }

  private static boolean satisfies(Scalar element, Filter.Comparison comparison, Scalar bound) {
    if (!Scalars.sameType(element, bound)) {
      return false;
    }
    int order = Scalars.compare(element, bound);
    return switch (comparison) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
