/**
 * How does a document become memories?
 *
 * <p>Lines become blocks under headings, blocks become pieces that are never cut again, and pieces
 * are packed into chunks that overlap. Way in: {@link Chunker}. Threads: any, all is stateless. On
 * disk: nothing. Not here: which files are documents, and what their characters are.
 */
@NullMarked
package dev.mneme.chunk;

import org.jspecify.annotations.NullMarked;
