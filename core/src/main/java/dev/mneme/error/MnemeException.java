package dev.mneme.error;

import dev.mneme.core.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Every error that the engine raises on purpose. The message is one line, names the values and
 * paths involved, and says what can be done where something can. Ids, names and paths come from
 * outside: what of them a terminal should not see is escaped.
 */
public abstract sealed class MnemeException extends RuntimeException
    permits InvalidRequestException,
        NotFoundException,
        ConflictException,
        ClosedException,
        CorruptionException,
        StorageException,
        IncompatibleException,
        InternalException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 1_500;

  MnemeException(String message, @Nullable Throwable cause) {
    super(Printable.shorten(message, LONGEST, "..."), cause);
  }
}
