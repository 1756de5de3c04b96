package dev.mneme.error;

/**
 * A programming error inside the engine, or memory that ran out there: neither the request nor the
 * disk is to blame. The message says what was being done and whether writes are still taken; the
 * cause says where it happened. Worth a report.
 */
public final class InternalException extends MnemeException {
  private static final long serialVersionUID = 1;

  /**
   * @param what what was being done and what became of it, such as "a batch was refused"
   */
  public InternalException(String what, Throwable cause) {
    super(what + ": an error inside the engine (" + cause + ")", cause);
  }

  /**
   * The error as callers may see it: what the engine raises on purpose as it is, everything else as
   * an {@code InternalException}.
   */
  public static MnemeException of(String what, RuntimeException error) {
    return error instanceof MnemeException known ? known : new InternalException(what, error);
  }
}
