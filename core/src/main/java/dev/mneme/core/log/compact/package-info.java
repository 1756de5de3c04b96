/**
 * Which records of the log may go, and how do the others get into a smaller segment?
 *
 * <p>Way in: {@link dev.mneme.core.log.compact.Compaction}, by {@code MemoryLog.compact}; what goes
 * is said by a {@link dev.mneme.core.log.compact.CompactionPolicy}, what went by a {@link
 * dev.mneme.core.log.compact.CompactionResult}. Threads: one compaction at a time, while others
 * read and append; the log sees to that. On disk: one temporary file, which takes the place of a
 * segment when it is whole and durable. Not here: how readers find the new segment, which the log
 * does behind {@link dev.mneme.core.log.compact.SegmentInstaller}, and when to compact ({@code
 * index.store}).
 */
@NullMarked
package dev.mneme.core.log.compact;

import org.jspecify.annotations.NullMarked;
