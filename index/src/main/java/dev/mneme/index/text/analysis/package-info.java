/**
 * What words does a text have, and what does a query have of them?
 *
 * <p>Way in: {@link TextAnalysis}. Threads: {@link TextAnalysis} is for any, the streams that it
 * makes are for one. On disk: nothing; the terms that it makes stand in the index, so that a change
 * of them is a new {@code FORMAT} in {@code CommitPoint}. Not here: how a query is made of words
 * ({@code query}), the languages' names ({@link dev.mneme.memory.Language}).
 */
@NullMarked
package dev.mneme.index.text.analysis;

import org.jspecify.annotations.NullMarked;
