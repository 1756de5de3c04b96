/**
 * What can be done from a shell?
 *
 * <p>Way in: {@link Mneme}, whose {@code main} the launcher {@code examples/mneme} starts; {@link
 * Commands} lists the commands. Threads: one. On disk: nothing itself. Not here: what a command
 * does, which is in the packages below.
 */
@NullMarked
package dev.mneme.examples.cli;

import org.jspecify.annotations.NullMarked;
