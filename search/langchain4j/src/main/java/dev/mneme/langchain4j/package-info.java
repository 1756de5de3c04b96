/**
 * How does LangChain4j plug in?
 *
 * <p>Way in: {@link MnemeEmbeddingStore}, {@link MnemeContentRetriever}, {@link
 * LangChain4jEmbedder}. Threads: any. On disk: memories, by the engine. Not here: what adapters
 * share ({@link dev.mneme.search.adapter}).
 */
@NullMarked
package dev.mneme.langchain4j;

import org.jspecify.annotations.NullMarked;
