package dev.mneme.index.store.repair;

import dev.mneme.core.log.format.LogRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * Follows the expiries through a replay of the log: what was stored before an expiry record and
 * expires by then is gone. Heap grows with the memories that have yet to expire, 32 bytes each. Not
 * thread-safe.
 */
final class ExpiryReplay {
  private record Expiring(long end, int ordinal) {}

  private final PriorityQueue<Expiring> expiring =
      new PriorityQueue<>(Comparator.comparingLong(Expiring::end));

  /** The latest end of those that were left out by the clock, with no record that says so. */
  private long unsaid = Long.MIN_VALUE;

  void add(LogRecord.Put put) {
    put.memory()
        .expires()
        .ifPresent(end -> expiring.add(new Expiring(end.toEpochMilli(), put.ordinal())));
  }

  /** A memory is gone by the clock of now. */
  void leftOut(LogRecord.Put put) {
    put.memory().expires().ifPresent(end -> unsaid = Math.max(unsaid, end.toEpochMilli()));
  }

  /** Everything added so far that expires by {@code upTo} is gone. */
  void expire(Instant upTo, IntConsumer gone) {
    long millis = upTo.toEpochMilli();
    while (!expiring.isEmpty() && expiring.peek().end <= millis) {
      gone.accept(expiring.remove().ordinal);
    }
    if (unsaid <= millis) {
      unsaid = Long.MIN_VALUE;
    }
  }

  /** Whether a record says of everything that was left out that it is gone. */
  boolean isSaid() {
    return unsaid == Long.MIN_VALUE;
  }
}
