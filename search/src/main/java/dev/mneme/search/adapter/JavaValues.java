package dev.mneme.search.adapter;

import dev.mneme.core.model.AttributeValue;
import dev.mneme.core.model.AttributeValue.BooleanValue;
import dev.mneme.core.model.AttributeValue.DoubleValue;
import dev.mneme.core.model.AttributeValue.InstantValue;
import dev.mneme.core.model.AttributeValue.ListValue;
import dev.mneme.core.model.AttributeValue.LongValue;
import dev.mneme.core.model.AttributeValue.Scalar;
import dev.mneme.core.model.AttributeValue.StringValue;
import dev.mneme.core.model.InvalidRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;

/**
 * Java values as attributes, for libraries whose metadata is a map of objects.
 *
 * <ul>
 *   <li>strings and booleans as they are, a {@link UUID} as its string;
 *   <li>byte, short, int and long as long;
 *   <li>double as it is, float as the double that is written alike, so that {@code 0.1f} equals
 *       {@code 0.1}; both must be finite;
 *   <li>{@link Instant} and {@link Date} as instant, in milliseconds;
 *   <li>a collection of these, where lists are allowed, as a list.
 * </ul>
 *
 * Anything else is refused rather than turned into a string that would compare otherwise.
 * Stateless.
 */
public final class JavaValues {
  private JavaValues() {}

  /**
   * A value of a memory, lists included.
   *
   * @throws InvalidRequest naming key and type, if there is no attribute like it
   */
  public static AttributeValue attribute(String key, Object value) {
    return value instanceof Collection<?> elements
        ? new ListValue(elements.stream().map(element -> scalar(key, element)).toList())
        : scalar(key, value);
  }

  /**
   * A single value, such as a filter compares with.
   *
   * @throws InvalidRequest naming key and type, if there is no scalar like it
   */
  @SuppressWarnings("JavaUtilDate") // java.sql.Date refuses toInstant
  public static Scalar scalar(String key, Object value) {
    return switch (value) {
      case String string -> new StringValue(string);
      case UUID uuid -> new StringValue(uuid.toString());
      case Boolean bool -> new BooleanValue(bool);
      case Long number -> new LongValue(number);
      case Integer number -> new LongValue(number);
      case Short number -> new LongValue(number);
      case Byte number -> new LongValue(number);
      case Double number -> new DoubleValue(number);
      case Float number -> new DoubleValue(widen(number));
      case Instant instant -> new InstantValue(instant);
      case Date date -> new InstantValue(Instant.ofEpochMilli(date.getTime()));
      default ->
          throw new InvalidRequest(
              "the value of '%s' is a %s, which is not an attribute type"
                  .formatted(key, value.getClass().getName()));
    };
  }

  /** The double of the same decimal digits, unless rounding it back would give another float. */
  private static double widen(float value) {
    double sameDigits = Double.parseDouble(Float.toString(value));
    return (float) sameDigits == value ? sameDigits : value;
  }
}
