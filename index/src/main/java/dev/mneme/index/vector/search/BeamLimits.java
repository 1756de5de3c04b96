package dev.mneme.index.vector.search;

/**
 * How far a beam goes. A beam of a fixed ef does the same work for every query, though the nearest
 * of some stand out and those of others do not. So it ends where the next node to expand is farther
 * than the nearest found so far by a factor (distance-adaptive beam search; Al-Jazzazi et al.,
 * 2025): by the factor that distances grow by, on average over the segment, from the results wanted
 * to the ef. On average such a beam is as large as asked for, and less is looked at for the same
 * recall.
 *
 * @param ef nodes that are kept at most
 * @param rank of the node whose distance the others are measured by, from 1
 * @param keep nodes that are kept however far they are, at most {@code ef}
 * @param stretch factor of squared distances; infinite to go on until all that is kept is expanded
 */
public record BeamLimits(int ef, int rank, int keep, double stretch) {
  /** Less leaves the reranking in doubt, and a second, larger beam costs more than this. */
  private static final int MIN_EXTRA = 30;

  /** How distances grow is told from so many nodes, so no fewer are compared with. */
  private static final int MIN_RANK = 10;

  /**
   * By how much a hard query may have more than the average. More is faster on average at the same
   * recall, and lets the slowest searches take much longer (DECISIONS.md, 30).
   */
  private static final double HARD_QUERY = 1.25;

  public static BeamLimits plain(int ef) {
    return new BeamLimits(ef, 1, ef, Double.POSITIVE_INFINITY);
  }

  /**
   * For the nearest {@code results}, and more up to {@code k} that are about as good.
   *
   * @param ef on average, raised to what these need
   * @param distanceExponent distances of the nearest n nodes grow as n to this power; 0 where
   *     unknown
   */
  public static BeamLimits of(int ef, int results, int k, double distanceExponent) {
    int keep = Math.max(results + Math.max(results / 4, MIN_EXTRA), k + k / 8);
    int usual = Math.max(ef, keep);
    if (distanceExponent <= 0) {
      return plain(usual);
    }
    int rank = Math.max(results, MIN_RANK);
    return new BeamLimits(
        (int) (HARD_QUERY * usual),
        rank,
        keep,
        Math.pow((double) usual / rank, 2 * distanceExponent));
  }

  /** The ef that is asked for on average. */
  int usual() {
    return Double.isFinite(stretch) ? (int) Math.ceil(ef / HARD_QUERY) : ef;
  }

  /** For nodes of which only every so-manieth counts. */
  public BeamLimits times(double factor, int nodes) {
    return new BeamLimits(
        scaled(ef, factor, nodes),
        scaled(rank, factor, nodes),
        scaled(keep, factor, nodes),
        stretch);
  }

  private static int scaled(int value, double factor, int most) {
    return (int) Math.min(most, Math.ceil(value * factor));
  }
}
