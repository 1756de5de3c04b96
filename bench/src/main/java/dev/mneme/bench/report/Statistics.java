package dev.mneme.bench.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.SplittableRandom;

/** The few statistics that reports need. */
public final class Statistics {
  private static final int DRAWS = 4_000;
  private static final double CONFIDENCE = 0.99;

  private Statistics() {}

  /** An estimate and its 99% interval. */
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
   * How samples came about: in rounds of processes.
   *
   * @param forks processes, one after the other, with as many rounds each
   * @param paired whether sample i of a and of b were taken one after the other
   */
  record Design(int forks, boolean paired) {}

  /**
   * Ratio of the medians of b to a, or the median of the ratios of pairs, with a percentile
   * bootstrap interval (Efron and Tibshirani, 1993) by a fixed seed: processes are drawn first and
   * rounds within them then, because rounds of one process share its compiled code and its memory
   * layout (Kalibera and Jones, ISMM 2013).
   */
  static Interval ratio(double[] a, double[] b, Design design) {
    var random = new SplittableRandom(1);
    var ratios = new double[DRAWS];
    int forks = a.length % design.forks() == 0 ? design.forks() : 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] drawn = drawn(a.length, forks, random);
      int[] other = design.paired() ? drawn : drawn(b.length, forks, random);
      ratios[draw] = ratio(picked(a, drawn), picked(b, other), design.paired());
    }
    Arrays.sort(ratios);
    int tail = (int) (DRAWS * (1 - CONFIDENCE) / 2);
    return new Interval(ratios[tail], ratio(a, b, design.paired()), ratios[DRAWS - 1 - tail]);
  }

  private static double ratio(double[] a, double[] b, boolean paired) {
    if (!paired) {
      return median(b) / median(a);
    }
    var ratios = new double[a.length];
    Arrays.setAll(ratios, i -> b[i] / a[i]);
    return median(ratios);
  }

  private static int[] drawn(int samples, int forks, SplittableRandom random) {
    int rounds = samples / forks;
    var drawn = new int[samples];
    for (int fork = 0; fork < forks; fork++) {
      int from = random.nextInt(forks) * rounds;
      for (int round = 0; round < rounds; round++) {
        drawn[fork * rounds + round] = from + random.nextInt(rounds);
      }
    }
    return drawn;
  }

  private static double[] picked(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
  }
}
