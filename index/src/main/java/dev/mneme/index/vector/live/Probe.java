package dev.mneme.index.vector.live;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Deadline;

/**
 * One query on its way through a tier. It sees the score of every node that the traversal looks at,
 * not only of those that the traversal keeps, and collects the best eligible ordinals among them:
 * this is how a filter gets inside a traversal that knows none. It may be sent through repeatedly,
 * deeper each time. Not thread-safe.
 */
final class Probe {
  private final float[] query;
  private final OrdinalBitmap eligible;
  private final BestOrdinals best;
  private final Deadline deadline;
  private final long[] collected;

  /**
   * @param query prepared
   * @param eligible ordinals of the tier that may be collected
   */
  Probe(float[] query, OrdinalBitmap eligible, BestOrdinals best, Deadline deadline, int slots) {
    this.query = query;
    this.eligible = eligible;
    this.best = best;
    this.deadline = deadline;
    this.collected = new long[(slots + 63) >>> 6];
  }

  float[] query() {
    return query;
  }

  /**
   * Whether a node with this score may be collected. Called for every node that is evaluated.
   *
   * @throws Expired when the deadline has passed
   */
  boolean wants(float score) {
    if (deadline.tick()) {
      throw new Expired();
    }
    return best.accepts(score);
  }

  /**
   * Offers the ordinals of a node, which all have this score. A node may come several times.
   *
   * @param ordinals in any order, padded with -1
   */
  void visit(int slot, int[] ordinals, float score) {
    if (!collect(slot)) {
      return;
    }
    for (int ordinal : ordinals) {
      if (ordinal >= 0 && eligible.contains(ordinal)) {
        best.offer(score, ordinal);
      }
    }
  }

  private boolean collect(int slot) {
    long bit = 1L << slot;
    boolean fresh = (collected[slot >>> 6] & bit) == 0;
    collected[slot >>> 6] |= bit;
    return fresh;
  }

  /** Leaves a traversal that knows no deadline. What was collected stays. */
  static final class Expired extends RuntimeException {
    private static final long serialVersionUID = 1;

    Expired() {
      super("the search's deadline has passed", null, false, false);
    }
  }
}
