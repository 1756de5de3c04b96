package dev.mneme.index.vector.maintain;

import dev.mneme.core.storage.MappedReads;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.StorageException;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.VectorColumn;
import dev.mneme.index.vector.search.SealedSegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of searches that meet a part of a mapped file that is gone, see {@link MappedReads}.
 * A segment is dropped: its members are scanned in the log from then on, and are sealed anew. The
 * log has no stand-in: what it has lost is {@link CorruptionException}. Thread-safe; searches take
 * no lock unless they meet something.
 */
final class LostPages {
  private static final Logger log = LoggerFactory.getLogger(LostPages.class);

  /** Each but the last is followed by a repair, and there are few segments. */
  private static final int ATTEMPTS = 10;

  private final SegmentFiles files;
  private final VectorColumn column;
  private final AtomicReference<VectorState> state;
  private final Runnable repaired;

  /** Held by the one that looks for what is lost: it reads much, and others need its result. */
  private final ReentrantLock looking = new ReentrantLock();

  /** The last vector found lost, likely the next one too; or -1. */
  private volatile int lastLost = -1;

  /**
   * @param repaired called when segments were dropped, so that others are made
   */
  LostPages(
      SegmentFiles files,
      VectorColumn column,
      AtomicReference<VectorState> state,
      Runnable repaired) {
    this.files = files;
    this.column = column;
    this.state = state;
    this.repaired = repaired;
  }

  /**
   * Runs a search until all that it has read was there.
   *
   * @param readable members whose vectors it may read, live in a snapshot of the caller's
   * @throws CorruptionException if the log cannot give one of their vectors
   * @throws StorageException if what was lost is nowhere to be found
   */
  <T> T guard(Supplier<OrdinalBitmap> readable, Supplier<T> search) {
    for (int attempt = 1; ; attempt++) {
      var before = state.get().segments();
      try {
        try {
          return search.get();
        } finally {
          MappedReads.settle(); // what went wrong may come of what was not there
        }
      } catch (InternalError lost) {
        if (!repair(before, readable) && attempt >= 2 || attempt == ATTEMPTS) {
          throw new StorageException(
              files.directory(),
              "a mapped file could not be read while it was searched; reopen the store and run"
                  + " verify",
              lost);
        }
      }
    }
  }

  /**
   * Drops the segments that are damaged.
   *
   * @return whether that has changed anything for a search of {@code before}
   */
  private boolean repair(List<SealedTier> before, Supplier<OrdinalBitmap> readable) {
    looking.lock();
    try {
      if (dropDamaged(before)) {
        return true;
      }
      requireReadable(readable.get());
      return false;
    } finally {
      looking.unlock();
    }
  }

  /** Drops those of the segments that are damaged and still in use; whether one has gone. */
  boolean dropDamaged(List<SealedTier> suspects) {
    boolean gone = false;
    boolean dropped = false;
    for (var tier : suspects) {
      var segment = tier.segment();
      if (!isUsed(segment)) {
        gone = true; // merged, or dropped by another search
      } else if (!segment.isIntact()) {
        log.warn(
            "{} is damaged: its {} vectors are scanned in the log until they are indexed anew",
            segment.file(),
            tier.covered().cardinality());
        state.updateAndGet(now -> now.without(segment));
        dropped = true;
      }
    }
    if (dropped) {
      files.refresh(state.get());
      repaired.run();
    }
    return gone || dropped;
  }

  private boolean isUsed(SealedSegment segment) {
    return state.get().segments().stream().anyMatch(tier -> tier.segment() == segment);
  }

  private void requireReadable(OrdinalBitmap ordinals) {
    int last = lastLost;
    if (last >= 0 && ordinals.contains(last)) {
      check(last);
      lastLost = -1;
    }
    ordinals
        .and(state.get().members())
        .forEach(
            ordinal -> {
              try {
                check(ordinal);
              } catch (CorruptionException e) {
                lastLost = ordinal;
                throw e;
              }
            });
  }

  /** Vectors on the heap are not read from the log. */
  private void check(int ordinal) {
    if (column.onHeap(ordinal).length == 0) {
      column.check(ordinal);
    }
  }
}
