package dev.mneme.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Every error that the engine raises on purpose. The message is one line, names the values and
 * paths involved, and says what can be done where something can.
 */
public abstract sealed class MnemeException extends RuntimeException
    permits InvalidRequest, NotFound, Conflict, Closed, Corruption, StorageFailure, Incompatible {
  private static final long serialVersionUID = 1;

  MnemeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
