/**
 * How does Spring AI plug in?
 *
 * <p>Way in: {@link MnemeVectorStore}, {@link SpringAiEmbedder}. Threads: any. On disk: memories,
 * by the engine. Not here: what adapters share ({@link dev.mneme.search.adapter}).
 */
@NullMarked
package dev.mneme.springai;

import org.jspecify.annotations.NullMarked;
