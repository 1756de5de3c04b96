package dev.mneme.report;

/** What a compaction did. */
public record CompactReport(
    long bytesBefore, long bytesAfter, long recordsDropped, long expiredPurged) {}
