/**
 * Which memories are of this time?
 *
 * <p>A counted B-tree by time, and a column of times by ordinal. Way in: {@link TimeView}. Threads:
 * one writes, any number read; see {@link dev.mneme.index.api.View}. On disk: {@code
 * time.checkpoint}. Not here: when memories expire ({@code index.attribute}), how a point in time
 * is written ({@code core.time}).
 */
@NullMarked
package dev.mneme.index.time;

import org.jspecify.annotations.NullMarked;
