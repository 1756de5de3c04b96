package dev.mneme.index.vector.search;

/**
 * How far a beam goes. A beam of a fixed width does the same work for every query, though the
 * nearest of some stand out and those of others do not. So it ends where the next node to expand is
 * farther than the nearest found so far by a factor (distance-adaptive beam search; Al-Jazzazi et
 * al., 2025): by the factor that distances grow by, on average over the segment, from the results
 * wanted to the width. On average such a beam is as wide as asked for, and less is looked at for
 * the same recall.
 *
 * @param width nodes that are kept at most
 * @param rank of the node whose distance the others are measured by, from 1
 * @param keep nodes that are kept however far they are, at most {@code width}
 * @param stretch factor of squared distances; infinite to go on until all that is kept is expanded
 */
public record BeamLimits(int width, int rank, int keep, double stretch) {
  /** Less leaves the reranking in doubt, and a second, wider beam costs more than this. */
  private static final int SPARE = 30;

  /** The growth of distances is told from so many nodes, so no fewer are compared with. */
  private static final int FEW = 10;

  /**
   * By how much a hard query may have more than the average. Three instead of this was a tenth
   * faster on average at the same recall, but then p99 was 2.8 times p50 where it was twice with
   * this; DECISIONS.md says how that was seen.
   */
  private static final double HARD = 1.25;

  public static BeamLimits plain(int width) {
    return new BeamLimits(width, 1, width, Double.POSITIVE_INFINITY);
  }

  /**
   * For the nearest {@code results}, and more up to {@code k} that are about as good.
   *
   * @param width on average, raised to what these need
   * @param growth distances of the nearest n nodes grow as n to this power; 0 where unknown
   */
  public static BeamLimits of(int width, int results, int k, double growth) {
    int keep = Math.max(results + Math.max(results / 4, SPARE), k + k / 8);
    int wide = Math.max(width, keep);
    if (growth <= 0) {
      return plain(wide);
    }
    int rank = Math.max(results, FEW);
    return new BeamLimits(
        (int) (HARD * wide), rank, keep, Math.pow((double) wide / rank, 2 * growth));
  }

  /** The width that is asked for on average. */
  int usual() {
    return Double.isFinite(stretch) ? (int) Math.ceil(width / HARD) : width;
  }

  /** For nodes of which only every so-manieth counts. */
  public BeamLimits times(double factor, int nodes) {
    return new BeamLimits(
        scaled(width, factor, nodes),
        scaled(rank, factor, nodes),
        scaled(keep, factor, nodes),
        stretch);
  }

  private static int scaled(int value, double factor, int most) {
    return (int) Math.min(most, Math.ceil(value * factor));
  }
}
