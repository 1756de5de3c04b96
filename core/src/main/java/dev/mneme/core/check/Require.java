package dev.mneme.core.check;

import dev.mneme.error.InvalidRequestException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses what a caller may not ask, with a formatted message. Stateless. */
public final class Require {
  private Require() {}

  /**
   * The value, or an error with the formatted message where a caller gave null in spite of the
   * contract.
   */
  public static <T> T given(@Nullable T value, String format, Object... arguments) {
    if (value == null) {
      throw new InvalidRequestException(String.format(Locale.ROOT, format, arguments));
    }
    return value;
  }

  /** Throws with the formatted message unless {@code condition} holds. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation would be this module's only use of its library
  public static void that(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new InvalidRequestException(String.format(Locale.ROOT, format, arguments));
    }
  }
}
