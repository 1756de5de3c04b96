package dev.mneme.memory;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A typed attribute value: a scalar, a list of scalars, or JSON for everything else. Instants have
 * millisecond precision, doubles are finite. Immutable.
 */
public sealed interface AttributeValue {

  /** A value that is not a list. */
  sealed interface Scalar extends AttributeValue {}

  record StringValue(String value) implements Scalar {
    public StringValue {
      if (value == null) {
        throw new InvalidRequestException("an attribute must not be null");
      }
    }
  }

  record BooleanValue(boolean value) implements Scalar {}

  record LongValue(long value) implements Scalar {}

  record DoubleValue(double value) implements Scalar {
    public DoubleValue {
      Require.that(Double.isFinite(value), "an attribute must be a finite number, not %s", value);
      value = value == 0.0 ? 0.0 : value; // one zero, so that equality is what users expect
    }
  }

  /** An instant that a memory may carry, so that its epoch milliseconds always fit. */
  record InstantValue(Instant value) implements Scalar {
    public InstantValue {
      if (value == null) {
        throw new InvalidRequestException("an attribute must not be null");
      }
      Require.that(
          Limits.isInRange(value),
          "an attribute must lie in the years -9999 to 9999, not at %s",
          value);
      value = value.truncatedTo(ChronoUnit.MILLIS);
    }

    public long epochMillis() {
      return value.toEpochMilli();
    }
  }

  /** An ordered list of scalars, of one type or several. */
  record ListValue(List<Scalar> values) implements AttributeValue {
    public ListValue {
      if (values == null) {
        throw new InvalidRequestException("an attribute must not be null");
      }
      int i = 0;
      for (var value : values) {
        if (value == null) {
          throw new InvalidRequestException("element " + i + " of a list is null");
        }
        i++;
      }
      values = List.copyOf(values);
    }
  }

  /**
   * A value of any shape, as JSON text. It is kept as it is and no filter compares it: of such an
   * attribute a filter can only ask whether it is there. The engine refuses text that is not JSON.
   */
  record JsonValue(String json) implements AttributeValue {}

  static AttributeValue of(String value) {
    return new StringValue(value);
  }

  static AttributeValue of(boolean value) {
    return new BooleanValue(value);
  }

  static AttributeValue of(long value) {
    return new LongValue(value);
  }

  static AttributeValue of(double value) {
    return new DoubleValue(value);
  }

  static AttributeValue of(Instant value) {
    return new InstantValue(value);
  }

  /** A list of strings, the common case (tags). */
  static AttributeValue ofStrings(List<String> values) {
    var scalars = new ArrayList<Scalar>(values.size());
    for (var value : values) {
      if (value == null) {
        throw new InvalidRequestException("element " + scalars.size() + " of a list is null");
      }
      scalars.add(new StringValue(value));
    }
    return new ListValue(scalars);
  }

  /** The scalars of this value: itself, or the elements of the list; none of JSON. */
  default List<Scalar> scalars() {
    return switch (this) {
      case Scalar scalar -> List.of(scalar);
      case ListValue list -> list.values();
      case JsonValue _ -> List.of();
    };
  }
}
