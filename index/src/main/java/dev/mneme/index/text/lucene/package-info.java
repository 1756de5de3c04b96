/**
 * How are the words of the memories kept in Lucene, and what is known of those that are live?
 *
 * <p>Way in: {@link LuceneIndex} to write, {@link Readers} for the state to search on, {@link
 * LiveStatistics} for what BM25 needs. Threads: one writes; readers and statistics are for any. On
 * disk: Lucene's segments and commits, through {@code StorageDirectory}. Not here: queries ({@code
 * query}), the search itself ({@link dev.mneme.index.text.TextView}).
 */
@NullMarked
package dev.mneme.index.text.lucene;

import org.jspecify.annotations.NullMarked;
