package dev.mneme.core.log;

import dev.mneme.core.check.Require;

/**
 * How the log is laid out.
 *
 * @param segmentBytes a segment is rolled before it grows beyond this, 1 KiB to 32 GiB; a batch
 *     larger than that gets a segment of its own
 */
public record LogOptions(long segmentBytes) {
  private static final long MIN = 1L << 10;
  private static final long MAX = 32L << 30;

  public LogOptions {
    Require.that(
        segmentBytes >= MIN && segmentBytes <= MAX,
        "a segment of %d bytes is outside %d to %d",
        segmentBytes,
        MIN,
        MAX);
  }

  public static LogOptions defaults() {
    return new LogOptions(64L << 20);
  }
}
