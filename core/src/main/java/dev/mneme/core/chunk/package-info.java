/**
 * How does a document become memories? {@link dev.mneme.core.chunk.Chunker} cuts it in three steps:
 * lines become blocks under headings, blocks become pieces that are never cut again, and pieces are
 * packed into chunks that overlap.
 */
@NullMarked
package dev.mneme.core.chunk;

import org.jspecify.annotations.NullMarked;
