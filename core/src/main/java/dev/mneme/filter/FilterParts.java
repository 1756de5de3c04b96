package dev.mneme.filter;

import dev.mneme.core.check.Require;
import dev.mneme.memory.AttributeValue.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every {@link Filter} requires of its parts. */
final class FilterParts {
  private FilterParts() {}

  static void requireKey(String key) {
    Require.that(key != null && !key.isEmpty(), "a filter needs a key");
  }

  static void requireValue(String key, @Nullable Object value) {
    given(key, value);
  }

  static <T> T given(String key, @Nullable T value) {
    return Require.given(value, "a filter compares '%s' with null; use EXISTS", key);
  }

  static void requireValues(String key, @Nullable List<?> values) {
    requireValue(key, values);
    if (values != null) {
      values.forEach(value -> requireValue(key, value));
    }
  }

  static void requireOperands(String operator, @Nullable List<Filter> operands) {
    Require.given(operands, "the operands of %s are null", operator)
        .forEach(operand -> Require.given(operand, "an operand of %s is null", operator));
  }

  static void requireOrdered(String key, Scalar value) {
    requireValue(key, value);
    Require.that(
        Scalars.type(value).isOrdered(),
        "booleans have no order, '%s' can only equal %s or not",
        key,
        value);
  }
}
