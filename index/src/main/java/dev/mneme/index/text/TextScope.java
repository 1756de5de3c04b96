package dev.mneme.index.text;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.TieOrder;
import java.util.Optional;

/**
 * Which memories a text search sees.
 *
 * @param sequence of the reader's snapshot: the index refreshes itself once if it is behind
 * @param live the liveness of the snapshot
 * @param allowed a subset of {@code live} to search; empty means all of {@code live}
 * @param deadlineNanos a {@link System#nanoTime} value at which the search stops with what it has,
 *     or {@link Long#MAX_VALUE}
 * @param ties which of those that score alike come first where not all have room; asked about
 *     allowed ordinals only
 */
public record TextScope(
    long sequence,
    OrdinalBitmap live,
    Optional<OrdinalBitmap> allowed,
    long deadlineNanos,
    TieOrder ties) {

  /** Where of those that score alike the latest written come first. */
  public TextScope(
      long sequence, OrdinalBitmap live, Optional<OrdinalBitmap> allowed, long deadlineNanos) {
    this(sequence, live, allowed, deadlineNanos, TieOrder.LATEST_WRITTEN);
  }

  /** The same for fewer memories. */
  public TextScope within(OrdinalBitmap some) {
    return new TextScope(sequence, live, Optional.of(some), deadlineNanos, ties);
  }
}
