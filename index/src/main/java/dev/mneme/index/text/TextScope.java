package dev.mneme.index.text;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.Optional;

/**
 * Which memories a text search sees.
 *
 * @param sequence of the reader's snapshot: the index refreshes itself once if it is behind
 * @param live the liveness of the snapshot
 * @param allowed a subset of {@code live} to search; empty means all of {@code live}
 * @param deadlineNanos a {@link System#nanoTime} value at which the search stops with what it has,
 *     or {@link Long#MAX_VALUE}
 */
public record TextScope(
    long sequence, OrdinalBitmap live, Optional<OrdinalBitmap> allowed, long deadlineNanos) {}
