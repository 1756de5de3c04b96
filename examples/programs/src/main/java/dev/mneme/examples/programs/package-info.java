/**
 * How does a program use Mneme?
 *
 * <p>Way in: {@link FirstSteps}, then any other; each stands alone, has a {@code main} and takes
 * the directory of its store. Threads: one. On disk: one store each. Not here: the command line,
 * which is the module beside this one.
 */
@NullMarked
package dev.mneme.examples.programs;

import org.jspecify.annotations.NullMarked;
