package dev.mneme.core.model;

/** The caller asked for something that breaks a documented limit or rule. Nothing was written. */
public final class InvalidRequest extends MnemeException {
  private static final long serialVersionUID = 1;

  public InvalidRequest(String message) {
    super(message, null);
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
