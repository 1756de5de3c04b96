package dev.mneme.error;

/** The engine, or the part of it that was called, is closed. */
public final class ClosedException extends MnemeException {
  private static final long serialVersionUID = 1;

  public ClosedException(String what) {
    super(what + " is closed", null);
  }
}
