/**
 * How do the ids, errors and metadata values of other libraries become the engine's? Shared by the
 * adapters, such as {@code mneme-langchain4j} and {@code mneme-spring-ai}, and internal to them: it
 * is public for other artifacts to reach, is no part of the API, and may change in any version.
 */
@NullMarked
package dev.mneme.search.adapter;

import org.jspecify.annotations.NullMarked;
