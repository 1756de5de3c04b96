/**
 * How far is a command?
 *
 * <p>Way in: {@link Bar}, which the others draw with. Threads: the one that works. On disk:
 * nothing. Not here: results, which are in {@code render}.
 */
@NullMarked
package dev.mneme.examples.cli.progress;

import org.jspecify.annotations.NullMarked;
