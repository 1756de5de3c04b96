package dev.mneme.index.store.state;

import dev.mneme.index.api.OrdinalBitmap;
import java.time.Instant;
import java.util.Optional;

/**
 * A store after recovery, before its committer starts: every view has applied the whole log.
 *
 * @param replay what it took to get there
 */
public record RecoveredStore(
    StoreProperties info, Catalog catalog, Views views, OrdinalBitmap live, Replay replay) {

  /**
   * What was read of the log.
   *
   * @param records how many
   * @param expired up to when memories were left out that have expired though no record says so yet
   */
  public record Replay(long records, Optional<Instant> expired) {}
}
