package dev.mneme.report;

/**
 * How large the log is.
 *
 * @param bytes of the segment files, without what a failed write left behind
 * @param records puts and deletes, dead ones included
 */
public record LogStatistics(int segments, long bytes, long records) {}
