package dev.mneme.examples.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts while an ingestion runs. Not thread-safe. */
final class Tally {
  private static final int KEPT_SKIPS = 20;

  private final long start = System.nanoTime();
  private final List<Skip> skips = new ArrayList<>();
  private long skipped;
  long added;
  long replaced;
  long unchanged;
  long removed;
  long expired;

  void skip(Skip skip) {
    skipped++;
    if (skips.size() < KEPT_SKIPS) {
      skips.add(skip);
    }
  }

  long memories() {
    return added + replaced + unchanged;
  }

  IngestReport report() {
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new IngestReport(added, replaced, unchanged, removed, expired, skipped, skips, took);
  }
}
