package dev.mneme.bench;

import java.util.Arrays;
import java.util.Locale;

/** Recorded durations in nanoseconds. Not thread-safe. */
final class Latencies {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = duration;
  }

  int count() {
    return count;
  }

  /** The duration in microseconds that a share {@code quantile} of all stays below. */
  double micros(double quantile) {
    var sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, quantile * count)] / 1_000.0;
  }

  double meanMicros() {
    return Arrays.stream(nanos, 0, count).average().orElse(Double.NaN) / 1_000;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %,9.1f us   p90 %,9.1f us   p99 %,9.1f us   %,9.0f/s",
        micros(0.5),
        micros(0.9),
        micros(0.99),
        1e6 / meanMicros());
  }
}
