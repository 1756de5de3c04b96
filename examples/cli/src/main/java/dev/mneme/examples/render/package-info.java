/**
 * How do answers look, to a person at a terminal and to a program?
 *
 * <p>Way in: {@link Output}, {@link ResultText}, {@link ResultJson}. Threads: one. On disk:
 * nothing. Not here: what is read, which is in {@code format}.
 */
@NullMarked
package dev.mneme.examples.render;

import org.jspecify.annotations.NullMarked;
