package dev.mneme.bench.work;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Recorded durations in nanoseconds. Not thread-safe. */
public final class Latencies {
  /** At which shares a distribution is reported. */
  public static final List<Double> QUANTILES =
      List.of(
          0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995,
          0.999, 1.0);

  private long[] nanos = new long[1_024];
  private int count;

  public void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = duration;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
  }

  public int count() {
    return count;
  }

  /** The duration in microseconds that a share {@code quantile} of all stays below. */
  public double micros(double quantile) {
    return micros(List.of(quantile)).getFirst();
  }

  public List<Double> micros(List<Double> quantiles) {
    var sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return quantiles.stream()
        .map(q -> count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, q * count)] / 1_000.0)
        .toList();
  }

  double meanMicros() {
    return Arrays.stream(nanos, 0, count).average().orElse(Double.NaN) / 1_000;
  }

  /** The usual figures: how many a second, and how long one takes. */
  public List<Figure> figures(String prefix, double seconds) {
    return List.of(
        Figure.higher(prefix + "per_second", "1/s", count / seconds),
        Figure.lower(prefix + "p50", "us", micros(0.5)),
        Figure.lower(prefix + "p90", "us", micros(0.9)),
        Figure.lower(prefix + "p99", "us", micros(0.99)));
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
