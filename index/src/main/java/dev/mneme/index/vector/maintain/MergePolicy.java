package dev.mneme.index.vector.maintain;

import java.util.Comparator;
import java.util.List;

/**
 * Which segments to make one. A search pays for each segment, so that all become one as soon as
 * what the largest does not hold comes to a quarter of it, which costs as much as inserting that
 * where the largest can be taken over. Below that, segments fall into size tiers by powers of
 * {@value #FAN_IN}; {@value #FAN_IN} of a tier are merged, together with all smaller ones (the
 * log-structured merge tree of O'Neil and others, 1996, with tiers). Beside that, a segment over
 * 30% dead is built anew without the dead.
 */
final class MergePolicy {
  static final int FAN_IN = 4;

  /** With more segments than this a merge does not wait for a bulk load to end. */
  static final int MAX_DURING_LOAD = 16;

  /** The largest segment is built anew when the others hold this part of it together. */
  private static final int OUTGROWN_PART = 4;

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
    if (isLargestOutgrown(segments)) {
      return segments;
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

  private static boolean isLargestOutgrown(List<SealedTier> segments) {
    long all = 0;
    long largest = 0;
    for (var segment : segments) {
      int size = segment.covered().cardinality();
      all += size;
      largest = Math.max(largest, size);
    }
    return segments.size() > 1 && OUTGROWN_PART * (all - largest) >= largest;
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
