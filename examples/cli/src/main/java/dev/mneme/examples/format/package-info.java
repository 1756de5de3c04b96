/**
 * How are memories, queries and times written as text?
 *
 * <p>Way in: {@link MemoryLine} reads, {@link MemoryJson} writes. Threads: any; all of it is
 * stateless. On disk: nothing. Not here: how an answer looks to a person, which is in {@code
 * render}.
 */
@NullMarked
package dev.mneme.examples.format;

import org.jspecify.annotations.NullMarked;
