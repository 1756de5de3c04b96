package dev.mneme.search.execute;

import dev.mneme.search.fuse.Candidates;

/**
 * The best candidates in their final order.
 *
 * @param slots best first, at most as many as were asked for
 * @param scores the fused scores in that order
 */
@SuppressWarnings("ArrayRecordComponent")
record Ranking(Candidates candidates, int[] slots, double[] scores) {
  int size() {
    return slots.length;
  }
}
