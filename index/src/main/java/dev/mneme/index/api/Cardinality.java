package dev.mneme.index.api;

/**
 * How many ordinals something yields: certainly at least {@code min} and at most {@code max}, and
 * {@code expected} by estimate.
 */
public record Cardinality(long min, long expected, long max) {
  public Cardinality {
    if (min < 0 || min > expected || expected > max) {
      throw new IllegalArgumentException(
          "not 0 <= min <= expected <= max: " + min + ", " + expected + ", " + max);
    }
  }

  public static Cardinality exact(long count) {
    return new Cardinality(count, count, count);
  }

  public boolean isExact() {
    return min == max;
  }
}
