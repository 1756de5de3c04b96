package dev.mneme.index.vector.maintain;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.search.SealedSegment;

/**
 * A sealed segment and its part of the members.
 *
 * @param covered the members that it answers for: a subset of its ordinals, not empty, and of no
 *     other tier's
 */
public record SealedTier(SealedSegment segment, OrdinalBitmap covered) {

  /** This tier without some members; the same object if it has none of them. */
  SealedTier without(OrdinalBitmap gone) {
    var left = covered.andNot(gone);
    return left.cardinality() == covered.cardinality() ? this : new SealedTier(segment, left);
  }

  /** Ordinals that only cost time and space. */
  int dead() {
    return segment.ordinals().cardinality() - covered.cardinality();
  }

  /** Whether over 30% of its ordinals are dead. */
  boolean isWorn() {
    return 10L * dead() > 3L * segment.ordinals().cardinality();
  }
}
