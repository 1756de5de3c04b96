package dev.mneme.report;

/** Hears how far long work is. Called in the thread that does the work; what it throws ends it. */
@FunctionalInterface
public interface Progress {

  /** So much is done, of so much: bytes of the log, or memories. */
  void done(long done, long of);

  /** Hears nothing. */
  static Progress none() {
    return (done, of) -> {};
  }
}
