package dev.mneme.index.sync;

/** What a compaction of a store did. */
public record CompactionReport(
    long bytesBefore, long bytesAfter, long recordsDropped, long expiredPurged) {}
