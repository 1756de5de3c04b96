package dev.mneme.examples.ingest;

import dev.mneme.examples.ingest.source.PassedOver;
import dev.mneme.examples.ingest.source.Skip;
import java.time.Duration;
import java.util.List;

/**
 * What an ingestion did.
 *
 * @param skipped lines and files that were refused
 * @param skippedFiles those of them that are whole files
 * @param remarks files that were taken in otherwise than they seem to stand there
 * @param vanished documents that are gone, and whose chunks were removed
 * @param passedOver what directories hold and was left aside
 */
public record IngestReport(
    Counts counts,
    Listed<Skip> skipped,
    long skippedFiles,
    Listed<Skip> remarks,
    Listed<String> vanished,
    List<PassedOver> passedOver,
    Duration took) {

  public IngestReport {
    passedOver = List.copyOf(passedOver);
  }

  /**
   * What became of memories.
   *
   * @param added that were not there
   * @param replaced that were there and differed
   * @param unchanged that were there already
   * @param removed of documents that do not hold them any more, or are gone
   * @param expired whose time was over already
   */
  public record Counts(long added, long replaced, long unchanged, long removed, long expired) {
    /** Those that are in the store now because of this ingestion or one like it. */
    public long memories() {
      return added + replaced + unchanged;
    }
  }

  /** How many there are, and the first of them. */
  public record Listed<T>(long count, List<T> first) {
    public Listed {
      first = List.copyOf(first);
    }

    /** Those that are not listed. */
    public long more() {
      return count - first.size();
    }
  }

  /** Whether it changed or found anything. */
  public boolean isEmpty() {
    return counts.memories() + counts.expired() + counts.removed() == 0;
  }

  public double memoriesPerSecond() {
    return counts.memories() / Math.max(took.toNanos() / 1e9, 1e-9);
  }
}
