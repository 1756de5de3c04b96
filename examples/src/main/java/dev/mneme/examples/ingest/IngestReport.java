package dev.mneme.examples.ingest;

import java.time.Duration;
import java.util.List;

/**
 * What an ingestion did.
 *
 * @param added memories that were not there
 * @param replaced memories that were there and differed
 * @param unchanged memories that were there already
 * @param removed memories of a changed document that it does not hold any more
 * @param expired lines whose memory has expired already
 * @param skipped lines and files that were refused
 * @param skips the first of those that were refused
 */
public record IngestReport(
    long added,
    long replaced,
    long unchanged,
    long removed,
    long expired,
    long skipped,
    List<Skip> skips,
    Duration took) {

  public IngestReport {
    skips = List.copyOf(skips);
  }

  /** Memories that are in the store now because of this ingestion or one like it. */
  public long memories() {
    return added + replaced + unchanged;
  }

  public double memoriesPerSecond() {
    return memories() / Math.max(took.toNanos() / 1e9, 1e-9);
  }
}
