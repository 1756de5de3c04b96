/**
 * How does a document become memories? {@link dev.mneme.chunk.Chunker} cuts it in three steps:
 * lines become blocks under headings, blocks become pieces that are never cut again, and pieces are
 * packed into chunks that overlap.
 */
@NullMarked
package dev.mneme.chunk;

import org.jspecify.annotations.NullMarked;
