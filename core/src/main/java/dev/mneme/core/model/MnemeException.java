package dev.mneme.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Every error that the engine raises on purpose. The message is one line, names the values and
 * paths involved, and says what can be done where something can.
 */
public abstract sealed class MnemeException extends RuntimeException
    permits InvalidRequest,
        NotFound,
        Conflict,
        Closed,
        Corruption,
        StorageFailure,
        Incompatible,
        InternalFailure {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 1_500;

  MnemeException(String message, @Nullable Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Ids, names and paths come from outside: in a message they must not end the line, nor steer a
   * terminal or the direction of the text.
   */
  private static String oneLine(String message) {
    var out = new StringBuilder(Math.min(message.length(), LONGEST));
    int i = 0;
    while (i < message.length() && out.length() < LONGEST) {
      int c = message.codePointAt(i);
      i += Character.charCount(c);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            out.append(String.format("\\u%04x", c));
        default -> out.appendCodePoint(c);
      }
    }
    return i < message.length() ? out.append("...").toString() : out.toString();
  }
}
