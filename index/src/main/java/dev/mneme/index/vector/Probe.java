package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;

/**
 * One query on its way through a tier. It sees the score of every node that the traversal looks at,
 * not only of those that the traversal keeps, and collects the best eligible ordinals among them:
 * this is how a filter gets inside a traversal that knows none. It may be sent through repeatedly,
 * deeper each time. Not thread-safe.
 */
final class Probe {
  private final float[] query;
  private final OrdinalBitmap eligible;
  private final TopK best;
  private final Deadline deadline;
  private final long[] collected;

  /**
   * @param query prepared
   * @param eligible ordinals of the tier that may be collected
   */
  Probe(float[] query, OrdinalBitmap eligible, TopK best, Deadline deadline, int slots) {
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
    return best.accepts(score, Integer.MAX_VALUE);
  }

  /**
   * Offers the ordinals of a node, which all have this score. A node may come several times.
   *
   * @param ordinals ascending, then padded with -1
   */
  void visit(int slot, int[] ordinals, float score) {
    boolean first = true;
    for (int i = ordinals.length - 1; i >= 0; i--) {
      int ordinal = ordinals[i];
      if (ordinal < 0) {
        continue;
      }
      if (!best.accepts(score, ordinal) || (first && !collect(slot))) {
        return; // smaller ordinals with the same score are worse, and what was not accepted once
        // never is
      }
      first = false;
      if (eligible.contains(ordinal)) {
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
