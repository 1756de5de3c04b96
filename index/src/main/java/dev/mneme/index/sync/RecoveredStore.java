package dev.mneme.index.sync;

import dev.mneme.index.api.OrdinalBitmap;
import java.time.Instant;
import java.util.Optional;

/**
 * A store after recovery, before its committer starts: every view has applied the whole log.
 *
 * @param replayed how many records were read to get there
 * @param expired up to when memories were left out that have expired though no record says so yet
 */
record RecoveredStore(
    StoreProperties info,
    Catalog catalog,
    Views views,
    OrdinalBitmap live,
    long replayed,
    Optional<Instant> expired) {}
