/**
 * How does the engine answer its users?
 *
 * <p>It checks, embeds, and hands on to the store and the executor. Way in: {@link LocalEngine},
 * which {@link dev.mneme.MemoryEngine} opens. Threads: any; it keeps threads for legs. On disk:
 * nothing itself. Not here: writing and reading a store ({@code index.store}), running a search
 * ({@code execute}).
 */
@NullMarked
package dev.mneme.search.engine;

import org.jspecify.annotations.NullMarked;
