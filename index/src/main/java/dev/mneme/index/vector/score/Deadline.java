package dev.mneme.index.vector.score;

/**
 * Counts scored vectors and looks at the clock now and then. Not thread-safe.
 *
 * <p>A search stops with what it has found so far; whether it was cut short its caller sees by the
 * same clock.
 */
public final class Deadline {
  /** Vectors between two looks: some tens of microseconds. */
  private static final int STRIDE = 1_024;

  private final long deadlineNanos;
  private int untilLook = STRIDE;
  private boolean passed;

  /**
   * @param deadlineNanos a {@link System#nanoTime} value, or {@link Long#MAX_VALUE} for never
   */
  public Deadline(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
    look();
  }

  /** Counts one vector; true once the deadline has passed. */
  public boolean tick() {
    if (--untilLook == 0) {
      untilLook = STRIDE;
      look();
    }
    return passed;
  }

  public boolean hasPassed() {
    return passed;
  }

  private void look() {
    passed |= deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0;
  }
}
