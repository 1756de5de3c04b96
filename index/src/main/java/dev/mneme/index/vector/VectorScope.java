package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;

/**
 * Which memories a vector search sees.
 *
 * @param allowed live ordinals of the snapshot that pass filter, namespace and time; may hold
 *     ordinals without vector, which never rank
 * @param deadlineNanos a {@link System#nanoTime} value at which the search stops with what it has,
 *     or {@link Long#MAX_VALUE}
 */
public record VectorScope(OrdinalBitmap allowed, long deadlineNanos) {}
