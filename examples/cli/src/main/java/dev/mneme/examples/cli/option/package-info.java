/**
 * Which store, and which of its memories, does a command mean?
 *
 * <p>Way in: {@link StoreCommand}, which the commands on a store extend, and {@link OpenStore}.
 * Threads: one; a model may be loaded by another. On disk: what opening a store writes. Not here:
 * options of one command only, which stand in that command.
 */
@NullMarked
package dev.mneme.examples.cli.option;

import org.jspecify.annotations.NullMarked;
