/**
 * Where is each member, and when does it move?
 *
 * <p>Way in: {@link dev.mneme.index.vector.maintain.VectorMaintenance}, {@link
 * dev.mneme.index.vector.maintain.VectorState}. Threads: two of its own, one that takes new members
 * in and one that merges; any may wait for them. On disk: {@code vector.checkpoint}, and which
 * segments there are. Not here: how a segment is built ({@code build}), what a search does with the
 * state ({@code TieredSearch}, in the view).
 */
@NullMarked
package dev.mneme.index.vector.maintain;

import org.jspecify.annotations.NullMarked;
