package dev.mneme.index.vector;

import java.util.Comparator;
import java.util.List;

/**
 * Which segments to build anew as one. Segments fall into size tiers by powers of {@value #FAN_IN};
 * {@value #FAN_IN} of a tier are merged, together with all smaller ones, so that there are at most
 * {@code 3 log4(n)} of them and a member is built into a segment about {@code log4(n)} times (the
 * log-structured merge tree of O'Neil and others, 1996, with tiers). Beside that, a segment over
 * 30% dead is built anew without the dead.
 */
final class MergePolicy {
  static final int FAN_IN = 4;

  /** With more segments than this a merge does not wait for a bulk load to end. */
  static final int MANY = 16;

  private MergePolicy() {}

  /**
   * The segments that are due, or none.
   *
   * @param liveCapacity the size of a usual new segment, which is in the middle of its tier
   */
  static List<SealedTier> due(List<SealedTier> segments, int liveCapacity) {
    if (segments.isEmpty()) {
      return List.of();
    }
    int top = sizeTier(segments.getFirst(), liveCapacity);
    for (int tier = 0; tier <= top; tier++) {
      int wanted = tier;
      if (segments.stream().filter(s -> sizeTier(s, liveCapacity) == wanted).count() >= FAN_IN) {
        return segments.stream().filter(s -> sizeTier(s, liveCapacity) <= wanted).toList();
      }
    }
    return segments.stream()
        .filter(SealedTier::isWorn)
        .min(Comparator.comparingInt(tier -> tier.covered().cardinality()))
        .map(List::of)
        .orElse(List.of());
  }

  private static int sizeTier(SealedTier segment, int liveCapacity) {
    int tier = 0;
    for (long bound = Math.max(1, liveCapacity / 2);
        segment.covered().cardinality() >= bound;
        bound *= FAN_IN) {
      tier++;
    }
    return tier;
  }
}
