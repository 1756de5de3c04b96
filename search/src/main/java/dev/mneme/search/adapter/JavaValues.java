package dev.mneme.search.adapter;

import dev.mneme.memory.AttributeValue;
import dev.mneme.memory.AttributeValue.BooleanValue;
import dev.mneme.memory.AttributeValue.DoubleValue;
import dev.mneme.memory.AttributeValue.InstantValue;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.AttributeValue.ListValue;
import dev.mneme.memory.AttributeValue.LongValue;
import dev.mneme.memory.AttributeValue.Scalar;
import dev.mneme.memory.AttributeValue.StringValue;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Java values as attributes, for libraries whose metadata is a map of objects.
 *
 * <ul>
 *   <li>strings and booleans as they are, a {@link UUID} as its string;
 *   <li>byte, short, int and long as long;
 *   <li>double as it is, float as the double that is written alike, so that {@code 0.1f} equals
 *       {@code 0.1};
 *   <li>{@link Instant} and {@link Date} as instant, in milliseconds;
 *   <li>a collection of these as a list;
 *   <li>everything else as JSON, which comes back as it was and which no filter compares: maps,
 *       nested and mixed collections, arrays, enums, numbers that are not finite or too large,
 *       dates and times without a zone, URIs.
 * </ul>
 *
 * A filter compares with scalars only. Stateless.
 */
public final class JavaValues {
  private JavaValues() {}

  /**
   * A value of a memory.
   *
   * @throws InvalidRequestException naming the key, if the value nests too deep or holds a type
   *     that is not known
   */
  public static AttributeValue attribute(String key, Object value) {
    return attribute(key, value, UnaryOperator.identity());
  }

  /**
   * A value of a memory.
   *
   * @param other makes of a value of a type that is not known one that is, such as a map of a bean
   * @throws InvalidRequestException naming the key, if the value nests too deep or holds a type
   *     that stays unknown
   */
  public static AttributeValue attribute(String key, Object value, UnaryOperator<Object> other) {
    var scalar = scalar(value);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    return value instanceof Collection<?> elements
        ? list(elements).orElseGet(() -> json(key, value, other))
        : json(key, value, other);
  }

  /**
   * The value behind an attribute that is JSON: what {@link #attribute} was given, or, of other
   * JSON, maps, lists, strings, numbers, booleans and null.
   */
  public static @Nullable Object ofJson(JsonValue attribute) {
    return JsonTree.read(attribute.json());
  }

  private static AttributeValue json(String key, Object value, UnaryOperator<Object> other) {
    return new JsonValue(JsonWriter.write(key, value, other));
  }

  /** Nothing where an element is no scalar. */
  private static Optional<AttributeValue> list(Collection<?> elements) {
    var scalars = new ArrayList<Scalar>(elements.size());
    for (@Nullable Object element : elements) {
      var scalar = element == null ? Optional.<Scalar>empty() : scalar(element);
      if (scalar.isEmpty()) {
        return Optional.empty();
      }
      scalars.add(scalar.get());
    }
    return Optional.of(new ListValue(scalars));
  }

  /**
   * A single value, such as a filter compares with.
   *
   * @throws InvalidRequestException naming key and type, if there is no scalar like it
   */
  public static Scalar scalar(String key, Object value) {
    return scalar(value)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "the value of '%s' is a %s, which a filter cannot compare: %s"
                        .formatted(key, value.getClass().getName(), value)));
  }

  @SuppressWarnings("JavaUtilDate") // java.sql.Date refuses toInstant
  private static Optional<Scalar> scalar(Object value) {
    return switch (value) {
      case String string -> Optional.of(new StringValue(string));
      case UUID uuid -> Optional.of(new StringValue(uuid.toString()));
      case Boolean bool -> Optional.of(new BooleanValue(bool));
      case Long number -> Optional.of(new LongValue(number));
      case Integer number -> Optional.of(new LongValue(number));
      case Short number -> Optional.of(new LongValue(number));
      case Byte number -> Optional.of(new LongValue(number));
      case Double number when Double.isFinite(number) -> Optional.of(new DoubleValue(number));
      case Float number when Float.isFinite(number) -> Optional.of(new DoubleValue(widen(number)));
      case Instant instant -> instant(instant);
      case Date date -> instant(Instant.ofEpochMilli(date.getTime()));
      default -> Optional.empty();
    };
  }

  private static Optional<Scalar> instant(Instant instant) {
    return Limits.isInRange(instant) ? Optional.of(new InstantValue(instant)) : Optional.empty();
  }

  /** The double of the same decimal digits, unless rounding it back would give another float. */
  private static double widen(float value) {
    double sameDigits = Double.parseDouble(Float.toString(value));
    return (float) sameDigits == value ? sameDigits : value;
  }
}
