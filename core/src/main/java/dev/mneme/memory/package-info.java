/**
 * What is a memory, and what is accepted as one?
 *
 * <p>Way in: {@link Memory#text}, {@link Limits#defaults}. Threads: any, all is immutable but for
 * the builders. On disk: nothing. Not here: how a memory is written ({@code core.log}), how it is
 * found ({@code request}).
 */
@NullMarked
package dev.mneme.memory;

import org.jspecify.annotations.NullMarked;
