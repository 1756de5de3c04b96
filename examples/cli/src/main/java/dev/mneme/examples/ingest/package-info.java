/**
 * How do files become memories, each only once?
 *
 * <p>Way in: {@link Ingester}. Threads: one; the engine embeds in others. On disk: memories, by the
 * engine. Not here: which files are taken, in {@code ingest.source}, and what their characters are,
 * in {@code ingest.text}.
 */
@NullMarked
package dev.mneme.examples.ingest;

import org.jspecify.annotations.NullMarked;
