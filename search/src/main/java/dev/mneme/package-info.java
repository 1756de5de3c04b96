/**
 * How is an engine opened, and what can it do?
 *
 * <p>Way in: {@link MemoryEngine#open}, then {@link Namespace}. Threads: any. On disk: one
 * directory, the store. Not here: what a memory is ({@code memory}), what is asked and answered
 * ({@code request}), what goes wrong ({@code error}).
 */
@NullMarked
package dev.mneme;

import org.jspecify.annotations.NullMarked;
