package dev.mneme.search.execute;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A range of event times in epoch milliseconds, {@code [from, to)}. Memories have whole
 * milliseconds, so a bound within a millisecond is as good as the next whole one.
 */
record TimeRange(long from, long to) {
  static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final long NANOS = 1_000_000;
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  static TimeRange of(Optional<Instant> from, Optional<Instant> to) {
    if (from.isEmpty() && to.isEmpty()) {
      return ALL;
    }
    return new TimeRange(
        from.map(TimeRange::ceilingMillis).orElse(Long.MIN_VALUE),
        to.map(TimeRange::ceilingMillis).orElse(Long.MAX_VALUE));
  }

  boolean isAll() {
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE;
  }

  boolean contains(long millis) {
    return millis >= from && millis < to;
  }

  private static long ceilingMillis(Instant instant) {
    long part = (instant.getNano() + NANOS - 1) / NANOS;
    var millis =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(BigInteger.valueOf(1_000))
            .add(BigInteger.valueOf(part));
    return millis.max(MIN).min(MAX).longValue();
  }
}
