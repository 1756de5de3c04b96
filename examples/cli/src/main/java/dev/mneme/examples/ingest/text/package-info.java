/**
 * What are the characters of a file?
 *
 * <p>Way in: {@link TextFile}. Threads: one. On disk: nothing. Not here: how a text is cut, which
 * is {@code dev.mneme.chunk}.
 */
@NullMarked
package dev.mneme.examples.ingest.text;

import org.jspecify.annotations.NullMarked;
