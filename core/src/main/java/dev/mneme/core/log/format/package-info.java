/**
 * What do the bytes of the log mean? Records, segments and the manifest are written and read here,
 * each described byte by byte in the class of its name, and a segment is shown to its readers.
 *
 * <p>Way in: {@link dev.mneme.core.log.format.RecordFormat}, {@link
 * dev.mneme.core.log.format.SegmentFormat} and {@link dev.mneme.core.log.format.Manifest} for the
 * bytes, {@link dev.mneme.core.log.format.LogSegment} for reading them, {@link
 * dev.mneme.core.log.format.LogRecord} for what they say. Threads: a {@code LogSegment} is read by
 * any number while one publishes; encoders, windows and trackers are for one thread. On disk: the
 * manifest; segments are written by others with what is encoded here. Not here: which segments
 * there are and who appends ({@code core.log}), which records go ({@code core.log.compact}), and
 * what to do about damage ({@code core.log.repair}).
 */
@NullMarked
package dev.mneme.core.log.format;

import org.jspecify.annotations.NullMarked;
