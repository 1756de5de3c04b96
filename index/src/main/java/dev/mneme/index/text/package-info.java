/**
 * Which memories hold these words, and which hold them best?
 *
 * <p>Way in: {@link TextView}. Threads: one writes, any number search; see {@link
 * dev.mneme.index.api.View}. On disk: a Lucene index in {@code views/text}, through {@code lucene}.
 * Not here: what words a text has ({@code analysis}), how a query is read and what it may cost
 * ({@code query}), files, readers and statistics of the live memories ({@code lucene}). Lucene
 * stays within this package and those below it.
 */
@NullMarked
package dev.mneme.index.text;

import org.jspecify.annotations.NullMarked;
