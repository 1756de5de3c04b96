/**
 * Which memories are closest to this vector?
 *
 * <p>Way in: {@link dev.mneme.index.vector.VectorView}. Threads: one applies commits, any number
 * search; two of its own move members in the background. On disk: nothing itself, see the rooms
 * below. Not here: what a segment is ({@code segment}), how one is searched ({@code search}), built
 * ({@code build}) or merged ({@code maintain}), the graph of new members ({@code live}), scores and
 * the scan ({@code score}). These know each other in one direction only: score, then segment,
 * search, build, maintain, then the view; live knows scores.
 */
@NullMarked
package dev.mneme.index.vector;

import org.jspecify.annotations.NullMarked;
