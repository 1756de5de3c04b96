/**
 * What are the bytes of a sealed segment?
 *
 * <p>Way in: {@link dev.mneme.index.vector.segment.MappedSegment} to read, {@link
 * dev.mneme.index.vector.segment.SegmentWriter} to write, {@link
 * dev.mneme.index.vector.segment.SegmentHeader} for the format. Threads: what is mapped is
 * immutable, any may read it. On disk: {@code segment-N.vectors}. Not here: how a segment is
 * searched ({@code search}) or comes about ({@code build}), which files are in use ({@code
 * maintain}).
 */
@NullMarked
package dev.mneme.index.vector.segment;

import org.jspecify.annotations.NullMarked;
