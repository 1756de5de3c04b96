package dev.mneme.index.vector.segment;

import java.util.Arrays;

/**
 * How wide a beam has to be for a recall: what a segment measured when it was built.
 *
 * @param at10 the width by which {@link #TARGETS} are reached for the 10 nearest
 * @param at100 the same for the 100 nearest
 * @param growth distances of the nearest n nodes grow as n to this power; the widths are true with
 *     it
 */
@SuppressWarnings("ArrayRecordComponent")
public record EfTable(int[] at10, int[] at100, double growth) {
  /** Ascending. */
  public static final double[] TARGETS = {0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999};

  /** Of points on a line; what is above it is no measurement. */
  public static final double MAX_GROWTH = 1;

  private static final double DEFAULT_TARGET = 0.99;

  /** By what part more a graph of twice the size needs. */
  private static final double WIDENING = 0.1;

  private static final int WIDEST = 1_000;
  private static final int FEW = 10;
  private static final int MANY = 100;

  /**
   * The width for a recall target and a number of results.
   *
   * @param recall the next target above counts; 0 or less is the default, 0.99
   */
  public int width(double recall, int k) {
    double wanted = recall <= 0 ? DEFAULT_TARGET : recall;
    int target = 0;
    while (target < TARGETS.length - 1 && TARGETS[target] < wanted) {
      target++;
    }
    double few = at10[target];
    double many = Math.max(few, at100[target]);
    double width =
        k <= FEW
            ? few
            : k <= MANY ? few + (many - few) * (k - FEW) / (MANY - FEW) : many * k / MANY;
    return (int) Math.max(k, Math.ceil(width));
  }

  /**
   * What the same segment will need when it has grown, as a guess until that is measured.
   *
   * @param doublings by which power of two it is larger
   */
  public EfTable widened(double doublings) {
    return new EfTable(widened(at10, doublings), widened(at100, doublings), growth);
  }

  private static int[] widened(int[] widths, double doublings) {
    return Arrays.stream(widths).map(width -> widened(width, doublings)).toArray();
  }

  /** The same for one width. */
  public static int widened(int width, double doublings) {
    return Math.max(width, (int) Math.min(WIDEST, width * (1 + WIDENING * doublings)));
  }
}
