package dev.mneme.index.api;

/**
 * A place in a log, and which log that is.
 *
 * @param sequence of the last change up to it, or -1
 * @param digest stands for the log and all its changes up to there
 */
public record LogPoint(long sequence, long digest) {

  /** Before everything, of no log. */
  public static final LogPoint NONE = new LogPoint(-1, 0);

  /** A place in no log in particular: for a view that is used by itself. */
  public static LogPoint of(long sequence) {
    return new LogPoint(sequence, 0);
  }
}
