package dev.mneme.bench.quality;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether two ways to answer the same queries differ by more than chance.
 *
 * @param difference of the means, b - a
 * @param low of its 95% interval, by bootstrap over queries
 * @param high of its 95% interval
 * @param p two-sided, by paired randomization: how often a difference at least as large comes of
 *     swapping the two answers of each query at random (Smucker et al., CIKM 2007)
 */
record PairedTest(double difference, double low, double high, double p) {
  private static final int DRAWS = 10_000;
  private static final long SEED = 17;

  static PairedTest of(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " and " + b.length + " queries");
    }
    var differences = new double[a.length];
    Arrays.setAll(differences, i -> b[i] - a[i]);
    double mean = Arrays.stream(differences).average().orElse(0);
    var random = new SplittableRandom(SEED);
    int asLarge = 0;
    var means = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double swapped = 0;
      double resampled = 0;
      for (double difference : differences) {
        swapped += random.nextBoolean() ? difference : -difference;
        resampled += differences[random.nextInt(differences.length)];
      }
      // The tolerance is for sums in another order.
      asLarge += Math.abs(swapped / a.length) >= Math.abs(mean) - 1e-12 ? 1 : 0;
      means[draw] = resampled / a.length;
    }
    Arrays.sort(means);
    return new PairedTest(
        mean, means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40], (asLarge + 1.0) / (DRAWS + 1.0));
  }
}
