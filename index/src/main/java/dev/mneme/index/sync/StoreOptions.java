package dev.mneme.index.sync;

import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.Storage;
import dev.mneme.memory.Similarity;
import dev.mneme.memory.Language;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to open a {@link LocalStore}.
 *
 * @param asyncWindow with {@code sync} false, the longest time between a write and its fsync
 * @param asyncOperations with {@code sync} false, the most records between two fsyncs
 * @param offHeapIdsFrom with fewer log records at open the id map is kept on the heap and read from
 *     the log
 * @param checkpointBytes how much the log grows between two checkpoints of the views
 */
public record StoreOptions(
    Storage storage,
    Clock clock,
    LogOptions log,
    Optional<String> embedderName,
    OptionalInt dimension,
    Similarity similarity,
    Language language,
    boolean sync,
    Duration asyncWindow,
    int asyncOperations,
    int keptVersions,
    int graphCapacity,
    long offHeapIdsFrom,
    long checkpointBytes) {

  public static final long DEFAULT_CHECKPOINT_BYTES = 64L << 20;

  /** The same on another storage, with ids on the heap, which needs no file. */
  StoreOptions reading(Storage from) {
    return on(from, Long.MAX_VALUE);
  }

  /** The same on another storage. */
  StoreOptions withStorage(Storage other) {
    return on(other, offHeapIdsFrom);
  }

  private StoreOptions on(Storage other, long newOffHeapIdsFrom) {
    return new StoreOptions(
        other,
        clock,
        log,
        embedderName,
        dimension,
        similarity,
        language,
        sync,
        asyncWindow,
        asyncOperations,
        keptVersions,
        graphCapacity,
        newOffHeapIdsFrom,
        checkpointBytes);
  }
}
