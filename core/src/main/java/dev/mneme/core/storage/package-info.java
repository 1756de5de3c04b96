/**
 * How do bytes get to the disk and back? Files of a store are opened, mapped, locked, renamed and
 * deleted here, so that a test can make every step fail.
 *
 * <p><b>The way in:</b> {@link dev.mneme.core.storage.Storage#system}, or {@link
 * dev.mneme.core.storage.Storage#readOnly} for a store that nothing may change. {@link
 * dev.mneme.core.storage.ScratchStorage} is a copy of one to be thrown away; what differs from
 * another storage in a few calls is a {@link dev.mneme.core.storage.ForwardingStorage}. Whoever
 * reads mapped memory that may be gone calls {@link dev.mneme.core.storage.MappedReads#settle}.
 *
 * <p><b>Threads:</b> a {@code Storage} is for any thread, an open {@code Storage.File} for one at a
 * time. No operation is harmed by an interrupt.
 *
 * <p><b>On disk:</b> the lock file and the note of its owner beside it; whatever else there is
 * belongs to the callers. New files and directories are readable by their owner alone.
 *
 * <p><b>Not here:</b> what the bytes mean (records, segments and checkpoints belong to the packages
 * that write them), what to do about a failure, and any other package of ours: this one depends on
 * none. Two libraries open files on their own: Chronicle Map those of the ids ({@code core.ids}),
 * and Lucene those of the text index for reading ({@code index.text}).
 */
@NullMarked
package dev.mneme.core.storage;

import org.jspecify.annotations.NullMarked;
