package dev.mneme.core.log;

/** @param segmentBytes a segment is rolled when it grows beyond this */
public record LogOptions(long segmentBytes) {
  public static LogOptions defaults() {
    return new LogOptions(64L << 20);
  }
}
