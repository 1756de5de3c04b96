package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.TieOrder;

/**
 * Which memories a vector search sees.
 *
 * @param allowed live ordinals of the snapshot that pass filter, namespace and time; may hold
 *     ordinals without vector, which never rank
 * @param deadlineNanos a {@link System#nanoTime} value at which the search stops with what it has,
 *     or {@link Long#MAX_VALUE}
 * @param ties which of those that score alike come first where not all have room; asked about
 *     allowed ordinals only
 */
public record VectorScope(OrdinalBitmap allowed, long deadlineNanos, TieOrder ties) {

  /** Where of those that score alike the latest written come first. */
  public VectorScope(OrdinalBitmap allowed, long deadlineNanos) {
    this(allowed, deadlineNanos, TieOrder.LATEST_WRITTEN);
  }
}
