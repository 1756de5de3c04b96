package dev.mneme.index.vector.maintain;

/** What one background thread has to know of the other, and of those who wait. Thread-safe. */
interface Signals {
  /** Whether the view is being closed. */
  boolean isClosed();

  /** Whether somebody waits for everything to be one segment. */
  boolean isCompacting();

  /** Whether members come in bulk right now. */
  boolean isLoading();

  /** Says to those who wait, and to the other thread, that a step is done. */
  void announce();
}
