package dev.mneme.index.text;

/** The deadline of a search has passed while a pattern was expanded. Ends the search, not more. */
final class OutOfTime extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutOfTime() {
    super("the deadline has passed", null, false, false);
  }
}
