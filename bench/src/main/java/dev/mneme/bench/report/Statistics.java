package dev.mneme.bench.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;

/** The few statistics that reports need. */
public final class Statistics {
  private static final int DRAWS = 4_000;
  private static final double CONFIDENCE = 0.95;

  private Statistics() {}

  /** An estimate and its 95% interval. */
  public record Interval(double low, double estimate, double high) {}

  public static double median(Collection<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double geometricMean(double[] values) {
    return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
  }

  /**
   * Ratio of the medians of b to a with a percentile bootstrap interval (Efron and Tibshirani,
   * 1993), by a fixed seed.
   */
  public static Interval ratioOfMedians(double[] a, double[] b) {
    var random = new SplittableRandom(1);
    var ratios = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      ratios[draw] = median(resampled(b, random)) / median(resampled(a, random));
    }
    Arrays.sort(ratios);
    int tail = (int) (DRAWS * (1 - CONFIDENCE) / 2);
    return new Interval(ratios[tail], median(b) / median(a), ratios[DRAWS - 1 - tail]);
  }

  private static double[] resampled(double[] values, SplittableRandom random) {
    var drawn = new double[values.length];
    Arrays.setAll(drawn, _ -> values[random.nextInt(values.length)]);
    return drawn;
  }
}
