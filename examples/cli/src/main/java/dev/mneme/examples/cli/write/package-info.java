/**
 * Which commands change what is in a store?
 *
 * <p>Way in: {@link IngestCommand}; each command is a class. Threads: one. On disk: memories, by
 * the engine. Not here: how files become memories, which is in {@code ingest}.
 */
@NullMarked
package dev.mneme.examples.cli.write;

import org.jspecify.annotations.NullMarked;
