/**
 * What does Mneme do? A tour with real answers.
 *
 * <p>Way in: {@link Demo}. Threads: one. On disk: the store that it is given. Not here: the command
 * that shows it.
 */
@NullMarked
package dev.mneme.examples.demo;

import org.jspecify.annotations.NullMarked;
