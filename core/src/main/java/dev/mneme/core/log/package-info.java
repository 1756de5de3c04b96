/**
 * Where is the truth? Every change to a store is one checksummed record here, in batches that count
 * whole or not at all; everything else can be made anew from them.
 *
 * <p>Way in: {@link dev.mneme.core.log.MemoryLog#open}; opening is {@code LogRecovery}, what must
 * be there is {@link dev.mneme.core.log.LogClaims}. Threads: any number read while one writes;
 * readers take no lock that a writer holds. On disk: a directory of segment files, named by the
 * first sequence each holds, and the manifest that says which of them there must be. Not here: the
 * bytes ({@code core.log.format}), what compaction drops ({@code core.log.compact}), checks and
 * salvage ({@code core.log.repair}), how a file is opened, mapped or locked ({@code core.storage}),
 * which memories are alive and what is found ({@code index}), and when to compact ({@code
 * index.store}).
 */
@NullMarked
package dev.mneme.core.log;

import org.jspecify.annotations.NullMarked;
