package dev.mneme.search.fuse;

import dev.mneme.index.api.RankedOrdinals;

/**
 * One leg's list and how much it counts.
 *
 * @param ranked best first, without an ordinal twice
 * @param weight finite, more than 0
 */
public record WeightedList(RankedOrdinals ranked, double weight) {
  public WeightedList {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a weight must be finite and more than 0, not " + weight);
    }
  }
}
