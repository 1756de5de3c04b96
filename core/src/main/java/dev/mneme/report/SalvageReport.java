package dev.mneme.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code MemoryEngine.salvage} saved and what it could not.
 *
 * @param puts memory versions that were copied
 * @param deletes deletions that were copied
 * @param memories ids that are alive as of the last copied change
 * @param losses in the order of the files; none if the source was whole
 */
public record SalvageReport(long puts, long deletes, long memories, List<Loss> losses) {
  public SalvageReport {
    losses = List.copyOf(losses);
  }

  /** Sequences, both included. */
  public record Range(long first, long last) {
    @Override
    public String toString() {
      return first == last ? "change " + first : "changes " + first + " to " + last;
    }
  }

  /**
   * Bytes that could not be used.
   *
   * @param missing the changes that are not in the copy, where that is known; in a segment that
   *     compaction has written, some of them may have been dropped before
   */
  public record Loss(Path file, long offset, long bytes, Optional<Range> missing, String reason) {

    /** One clear line. */
    @Override
    public String toString() {
      return file
          + " at byte "
          + offset
          + ": "
          + bytes
          + " bytes not saved, "
          + reason
          + missing.map(range -> "; missing: " + range).orElse("");
    }
  }
}
