/**
 * Which files are taken in?
 *
 * <p>Way in: {@link Sources}. Threads: one. On disk: nothing. Not here: what is in them.
 */
@NullMarked
package dev.mneme.examples.ingest.source;

import org.jspecify.annotations.NullMarked;
