/**
 * Where is the truth? Every change to a store is one checksummed record here, in batches that count
 * whole or not at all; everything else can be made anew from them.
 *
 * <p><b>The way in:</b> {@link dev.mneme.core.log.MemoryLog#open}; for a log that nobody has open,
 * {@link dev.mneme.core.log.LogCheck#ofFiles} says what is wrong with it and {@link
 * dev.mneme.core.log.LogSalvage} copies what can still be read. The bytes are described by {@code
 * RecordFormat}, {@code SegmentFormat} and {@code Manifest}; opening is {@code LogRecovery},
 * dropping what is dead is {@code Compaction}.
 *
 * <p><b>Threads:</b> any number read while one writes; readers take no lock that a writer holds.
 *
 * <p><b>On disk:</b> a directory of segment files, named by the first sequence each holds, and the
 * manifest that says which of them there must be.
 *
 * <p><b>Not here:</b> how a file is opened, mapped or locked ({@code core.storage}), which memories
 * are alive and what is found ({@code index}), and when to compact ({@code index.store}).
 */
@NullMarked
package dev.mneme.core.log;

import org.jspecify.annotations.NullMarked;
