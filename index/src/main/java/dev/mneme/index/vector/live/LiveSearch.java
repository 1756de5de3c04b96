package dev.mneme.index.vector.live;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Deadline;

/**
 * With what ef to search the live graph, and when to give up for an exact scan.
 *
 * <p>A traversal finds about the ef nearest nodes, whatever they are; of these a share {@code s}
 * (the selectivity) is eligible. The first pass has an ef with which {@code max(k, ef)} eligible
 * ones can be expected, if eligibility has nothing to do with nearness. Where it has, the pass
 * comes back with fewer than k of those that it covered, and the next has twice the ef. A traversal
 * that has become dearer than scoring every eligible ordinal is not begun.
 */
public final class LiveSearch {
  /** One more of ef costs about as much as scanning this many vectors. */
  public static final int SCANNED_PER_EF = 71;

  private final LiveGraph graph;
  private final int scannedPerEf;

  public LiveSearch(LiveGraph graph, int scannedPerEf) {
    this.graph = graph;
    this.scannedPerEf = scannedPerEf;
  }

  /**
   * Adds the best eligible ordinals to {@code best}, which has no more room than there are
   * candidates.
   *
   * @return false if a scan of the eligible ordinals is cheaper, or the only way to fill {@code
   *     best}, which is then half done
   */
  public boolean run(
      float[] query, OrdinalBitmap eligible, BestOrdinals best, Deadline deadline, int ef) {
    int k = best.capacity();
    long passEf = firstEf(eligible.cardinality(), k, ef);
    if (passEf > 2L * ef && isDearerThanScan(passEf, eligible)) {
      return false;
    }
    var probe = new Probe(query, eligible, best, deadline, graph.capacity());
    try {
      while (true) {
        int bounded = (int) Math.min(passEf, Math.max(1, graph.nodes()));
        float reach = graph.search(probe, bounded);
        if (best.isFull() && best.worst() >= reach) {
          return true;
        }
        boolean sawAll = reach == Float.NEGATIVE_INFINITY || bounded < passEf;
        passEf = 2 * passEf;
        if (sawAll || isDearerThanScan(passEf, eligible)) {
          return false;
        }
      }
    } catch (Probe.Expired e) {
      return true;
    }
  }

  /**
   * Enough for max(k, ef) eligible nodes, and a quarter more where some are not eligible, because
   * their number scatters.
   */
  private long firstEf(int eligible, int k, int ef) {
    long wanted = Math.max(k, ef);
    long all = graph.ordinals();
    return eligible >= all ? wanted : wanted * 5 * all / (4L * eligible) + 1;
  }

  private boolean isDearerThanScan(long ef, OrdinalBitmap eligible) {
    return ef * scannedPerEf > eligible.cardinality();
  }
}
