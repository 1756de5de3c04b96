/**
 * Which ways are there to run a search, and which one is picked?
 *
 * <p>Way in: {@link Planner}. Threads: any. On disk: nothing. Not here: prices ({@code cost}),
 * running a plan ({@code execute}).
 */
@NullMarked
package dev.mneme.search.plan;

import org.jspecify.annotations.NullMarked;
