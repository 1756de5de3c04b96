/**
 * Which commands tell what is in a store?
 *
 * <p>Way in: {@link SearchCommand}; each command is a class. Threads: one. On disk: nothing. Not
 * here: how an answer looks, which is in {@code render}.
 */
@NullMarked
package dev.mneme.examples.cli.read;

import org.jspecify.annotations.NullMarked;
