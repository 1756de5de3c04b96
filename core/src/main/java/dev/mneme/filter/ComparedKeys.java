package dev.mneme.filter;

import dev.mneme.error.InvalidRequestException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys whose values a filter compares: all but those of EXISTS. Under none of them may a memory
 * in question hold JSON, which no filter can compare: leaving such memories out would look like an
 * answer. So the filter is refused, whatever its other parts say. Stateless.
 */
final class ComparedKeys {
  private ComparedKeys() {}

  /** Linear in the nodes; recursive, as all walks of a filter. */
  static Set<String> of(Filter filter) {
    var keys = new LinkedHashSet<String>();
    collect(filter, keys);
    return keys;
  }

  private static void collect(Filter filter, Set<String> keys) {
    switch (filter) {
      case Filter.All(), Filter.Exists(var _) -> {}
      case Filter.And(var operands) -> operands.forEach(operand -> collect(operand, keys));
      case Filter.Or(var operands) -> operands.forEach(operand -> collect(operand, keys));
      case Filter.Not(var operand) -> collect(operand, keys);
      case Filter.Equal(var key, var _) -> keys.add(key);
      case Filter.In(var key, var _) -> keys.add(key);
      case Filter.Compare(var key, var _, var _) -> keys.add(key);
      case Filter.Between(var key, var _, var _) -> keys.add(key);
      case Filter.Prefix(var key, var _) -> keys.add(key);
      case Filter.Substring(var key, var _) -> keys.add(key);
    }
  }

  /** The error for a key under which so many memories hold JSON. */
  static InvalidRequestException refusal(String key, long memories) {
    return new InvalidRequestException(
        "the filter compares '%s', which is JSON in %d of the memories in question; of JSON a filter can only ask EXISTS"
            .formatted(key, memories));
  }
}
