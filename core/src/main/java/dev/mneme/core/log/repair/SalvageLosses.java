package dev.mneme.core.log.repair;

import dev.mneme.report.SalvageReport.Loss;
import dev.mneme.report.SalvageReport.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a salvage loses, and finds out which sequences that were: those between the last one
 * seen before a damaged place and the first one seen behind it. Not thread-safe.
 */
final class SalvageLosses {
  private final List<Loss> losses = new ArrayList<>();

  /** Damage of which it is not known yet where the sequences go on. */
  private @Nullable Loss open;

  private long lastSequence = -1;

  long lastSequence() {
    return lastSequence;
  }

  /** Bytes that are not valid. */
  void damaged(Path file, long offset, long bytes, String reason) {
    close(Optional.empty());
    open = new Loss(file, offset, bytes, Optional.empty(), reason);
  }

  /** What is not saved though its sequence is known. */
  void refused(Path file, long offset, long bytes, Optional<Range> missing, String reason) {
    losses.add(new Loss(file, offset, bytes, missing, reason));
  }

  /**
   * Everything up to {@code sequence} has been seen or is lost.
   *
   * @param gapsAllowed whether compaction may have dropped what is not there
   */
  void reached(long sequence, boolean gapsAllowed, Path file, long offset) {
    if (sequence > lastSequence) {
      var missing = new Range(lastSequence + 1, sequence);
      if (open != null) {
        close(Optional.of(missing));
      } else if (!gapsAllowed) {
        losses.add(new Loss(file, offset, 0, Optional.of(missing), "the log goes on behind a gap"));
      }
      lastSequence = sequence;
    } else {
      close(Optional.empty());
    }
  }

  /** Everything up to {@code sequence} was durable once; what has not been seen of it is lost. */
  void ends(long sequence, Path last) {
    if (sequence > lastSequence && open == null) {
      var missing = new Range(lastSequence + 1, sequence);
      var reason = "the log ends too early: what was durable is missing";
      losses.add(new Loss(last, 0, 0, Optional.of(missing), reason));
      lastSequence = sequence;
    } else {
      reached(sequence, false, last, 0);
    }
  }

  /** A change with this sequence is there; so whatever is missing lies before it. */
  void seen(long sequence, boolean gapsAllowed, Path file, long offset) {
    reached(sequence - 1, gapsAllowed, file, offset);
    lastSequence = sequence;
  }

  List<Loss> all() {
    close(Optional.empty());
    return losses;
  }

  private void close(Optional<Range> missing) {
    if (open != null) {
      losses.add(new Loss(open.file(), open.offset(), open.bytes(), missing, open.reason()));
      open = null;
    }
  }
}
