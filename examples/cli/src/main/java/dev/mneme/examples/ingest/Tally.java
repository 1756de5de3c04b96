package dev.mneme.examples.ingest;

import dev.mneme.examples.ingest.source.PassedOver;
import dev.mneme.examples.ingest.source.Skip;
import dev.mneme.examples.ingest.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts while an ingestion runs. Not thread-safe. */
final class Tally {
  private static final int KEPT = 20;

  private final long start = System.nanoTime();
  private final List<Skip> skips = new ArrayList<>();
  private final List<Skip> remarks = new ArrayList<>();
  private final List<String> vanished = new ArrayList<>();
  private long skipped;
  private long skippedFiles;
  private long remarked;
  private long vanishedFiles;
  long added;
  long replaced;
  long unchanged;
  long removed;
  long expired;

  void skip(Skip skip) {
    skipped++;
    skippedFiles += skip.line() == 0 ? 1 : 0;
    if (skips.size() < KEPT) {
      skips.add(skip);
    }
  }

  /** Something that was taken in, but not as it stood there. */
  void remark(Source source, String remark) {
    remarked++;
    if (remarks.size() < KEPT) {
      remarks.add(new Skip(source.path().toString(), 0, remark));
    }
  }

  void vanished(String path) {
    vanishedFiles++;
    if (vanished.size() < KEPT) {
      vanished.add(path);
    }
  }

  long memories() {
    return added + replaced + unchanged;
  }

  IngestReport report(List<PassedOver> passedOver) {
    return new IngestReport(
        new IngestReport.Counts(added, replaced, unchanged, removed, expired),
        new IngestReport.Listed<>(skipped, skips),
        skippedFiles,
        new IngestReport.Listed<>(remarked, remarks),
        new IngestReport.Listed<>(vanishedFiles, vanished),
        passedOver,
        Duration.ofNanos(System.nanoTime() - start));
  }
}
