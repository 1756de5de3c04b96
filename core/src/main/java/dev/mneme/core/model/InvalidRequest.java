package dev.mneme.core.model;

import org.jspecify.annotations.Nullable;

/** The caller asked for something that breaks a documented limit or rule. Nothing was written. */
public final class InvalidRequest extends MnemeException {
  private static final long serialVersionUID = 1;

  public InvalidRequest(String message) {
    super(message, null);
  }

  /**
   * The value, or an error with the formatted message where a caller gave null in spite of the
   * contract.
   */
  public static <T> T requireGiven(@Nullable T value, String format, Object... arguments) {
    if (value == null) {
      throw new InvalidRequest(String.format(java.util.Locale.ROOT, format, arguments));
    }
    return value;
  }

  /** Throws with the formatted message unless {@code condition} holds. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // the annotation would be this module's only use of its library
  public static void require(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new InvalidRequest(String.format(java.util.Locale.ROOT, format, arguments));
    }
  }
}
