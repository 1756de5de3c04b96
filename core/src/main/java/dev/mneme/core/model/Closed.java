package dev.mneme.core.model;

/** The engine, or the part of it that was called, is closed. */
public final class Closed extends MnemeException {
  private static final long serialVersionUID = 1;

  public Closed(String what) {
    super(what + " is closed", null);
  }
}
