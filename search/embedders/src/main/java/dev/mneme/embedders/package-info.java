/**
 * Which models make vectors in this process, without a network?
 *
 * <p>Way in: {@link LocalEmbedder}. Threads: any; a text is embedded by one of as many threads as
 * there are cores. On disk: nothing. Not here: models of LangChain4j and Spring AI, which are in
 * their adapters, {@code dev.mneme.langchain4j} and {@code dev.mneme.springai}.
 */
@NullMarked
package dev.mneme.embedders;

import org.jspecify.annotations.NullMarked;
