package dev.mneme.index.vector.segment;

import java.util.Arrays;

/**
 * Which ef it takes for a recall: what a segment measured when it was built.
 *
 * @param at10 the ef by which {@link #RECALLS} are reached for the 10 nearest
 * @param at100 the same for the 100 nearest
 * @param distanceExponent distances of the nearest n nodes grow as n to this power; the others are
 *     true with it
 */
@SuppressWarnings("ArrayRecordComponent")
public record EfTable(int[] at10, int[] at100, double distanceExponent) {
  /** Ascending. */
  public static final double[] RECALLS = {0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999};

  /** Of points on a line; what is above it is no measurement. */
  public static final double MAX_EXPONENT = 1;

  private static final double DEFAULT_RECALL = 0.99;

  /** By what part more a graph of twice the size needs. */
  private static final double MORE_PER_DOUBLING = 0.1;

  private static final int MAX_EF = 1_000;
  private static final int LOW_K = 10;
  private static final int HIGH_K = 100;

  /**
   * The ef for a recall and a number of results.
   *
   * @param recall the next one above counts; 0 or less is the default, 0.99
   */
  public int ef(double recall, int k) {
    double wanted = recall <= 0 ? DEFAULT_RECALL : recall;
    int column = 0;
    while (column < RECALLS.length - 1 && RECALLS[column] < wanted) {
      column++;
    }
    double low = at10[column];
    double high = Math.max(low, at100[column]);
    double ef =
        k <= LOW_K
            ? low
            : k <= HIGH_K ? low + (high - low) * (k - LOW_K) / (HIGH_K - LOW_K) : high * k / HIGH_K;
    return (int) Math.max(k, Math.ceil(ef));
  }

  /**
   * What a larger segment of the same kind will need, as a guess until that is measured.
   *
   * @param doublings by which power of two it is larger
   */
  public EfTable raised(double doublings) {
    return new EfTable(raised(at10, doublings), raised(at100, doublings), distanceExponent);
  }

  private static int[] raised(int[] efs, double doublings) {
    return Arrays.stream(efs).map(ef -> raised(ef, doublings)).toArray();
  }

  /** The same for one ef. */
  public static int raised(int ef, double doublings) {
    return Math.max(ef, (int) Math.min(MAX_EF, ef * (1 + MORE_PER_DOUBLING * doublings)));
  }
}
