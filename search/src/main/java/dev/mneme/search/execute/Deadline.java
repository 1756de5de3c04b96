package dev.mneme.search.execute;

import java.time.Duration;
import java.util.Optional;

/**
 * When a search stops with what it has.
 *
 * @param nanos a {@link System#nanoTime} value, or {@link Long#MAX_VALUE} for never
 */
record Deadline(long nanos) {
  static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  private static final Duration LONGEST = Duration.ofDays(365);

  static Deadline of(long startNanos, Optional<Duration> timeout) {
    if (timeout.isEmpty() || timeout.get().compareTo(LONGEST) > 0) {
      return NEVER;
    }
    return new Deadline(startNanos + timeout.get().toNanos());
  }

  boolean passed() {
    return nanos != Long.MAX_VALUE && System.nanoTime() - nanos >= 0;
  }
}
