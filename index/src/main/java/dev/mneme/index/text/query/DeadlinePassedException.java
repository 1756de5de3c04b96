package dev.mneme.index.text.query;

/** The deadline of a search has passed while a pattern was expanded. Ends the search, not more. */
public final class DeadlinePassedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlinePassedException() {
    super("the deadline has passed", null, false, false);
  }
}
