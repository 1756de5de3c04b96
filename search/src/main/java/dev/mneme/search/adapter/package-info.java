/**
 * How do the ids, errors and metadata of other libraries become the engine's?
 *
 * <p>Way in: {@link JavaValues}, {@link FrameworkErrors}, {@link FrameworkIds}, {@link
 * ModelEmbedder}. Threads: any. On disk: nothing. Not here: any framework. It is internal to the
 * adapters, such as {@code mneme-langchain4j} and {@code mneme-spring-ai}: public for other
 * artifacts to reach, no part of the API, and it may change in any version.
 */
@NullMarked
package dev.mneme.search.adapter;

import org.jspecify.annotations.NullMarked;
