/**
 * Which of the newest members, which no segment holds yet, are close to a vector?
 *
 * <p>Way in: {@link dev.mneme.index.vector.live.LiveGraphs} to make a graph, {@link
 * dev.mneme.index.vector.live.LiveSearch} to search it. Threads: one adds to a graph, any number
 * search it meanwhile. On disk: nothing. Not here: when a graph is filled, replaced or sealed
 * ({@code maintain}). The only package that knows hnswlib-core.
 */
@NullMarked
package dev.mneme.index.vector.live;

import org.jspecify.annotations.NullMarked;
