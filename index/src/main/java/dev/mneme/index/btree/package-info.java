/**
 * How many entries lie between these two, and which?
 *
 * <p>Way in: {@link CountedTree}, under time, ranges of numbers and expiry. Threads: one writes,
 * any number read a {@link Root}. On disk: nothing. Not here: what an entry stands for, which is
 * its user's.
 */
@NullMarked
package dev.mneme.index.btree;

import org.jspecify.annotations.NullMarked;
