package dev.mneme.index.store;

import dev.mneme.core.ids.IdMap;
import dev.mneme.core.jvm.StackReserve;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.error.ClosedException;
import dev.mneme.error.CorruptionException;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.memory.MemoryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as readers see it: snapshots, and what memories and ids they hold. Thread-safe; waits
 * for nobody.
 */
final class StoreReader {
  private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);
  private static final long CLOSE_PATIENCE_NANOS = 30_000_000_000L;

  private final OpenStore store;
  private final Catalog catalog;
  private final Runnable sweepSoon;
  private final AtomicInteger readers = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param sweepSoon called when a snapshot sees memories that have expired and are still live
   */
  StoreReader(OpenStore store, Runnable sweepSoon) {
    this.store = store;
    this.catalog = store.catalog();
    this.sweepSoon = sweepSoon;
  }

  /** The newest published state. */
  SnapshotHandle snapshot() {
    StackReserve.require();
    var handle = counted(false);
    if (handle.seesExpired()) {
      sweepSoon.run();
    }
    return handle;
  }

  /** The same, also where the store is closing: for what was accepted before. */
  Snapshot snapshotForAccepted() {
    return counted(true);
  }

  private SnapshotHandle counted(boolean always) {
    readers.incrementAndGet();
    try {
      if (closed.get() && !always) {
        throw new ClosedException("the memory engine");
      }
      return newest();
    } catch (RuntimeException | Error e) {
      readers.decrementAndGet();
      throw e;
    }
  }

  /** The newest state; the caller has counted itself among the readers. */
  private SnapshotHandle newest() {
    long now = store.options().clock().millis();
    var state = store.publication().acquire();
    try {
      return new SnapshotHandle(state, store.views().attributes(), now, readers);
    } catch (RuntimeException | Error e) {
      state.release();
      throw e;
    }
  }

  /** How many snapshots are open. */
  int openSnapshots() {
    return readers.get();
  }

  /** Refuses snapshots from now on; false if it does so already. */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  /** Until all snapshots are closed, or patience ends. */
  void awaitReaders() {
    long start = System.nanoTime();
    while (readers.get() > 0) {
      if (System.nanoTime() - start > CLOSE_PATIENCE_NANOS) {
        LOG.warn("{} is closed with {} snapshots open", store.directory(), readers.get());
        return;
      }
      LockSupport.parkNanos(100_000);
    }
  }

  OptionalInt namespaceOrdinal(String namespace) {
    return catalog.namespaces().ordinal(namespace);
  }

  LogRecord.Put fetch(int ordinal) {
    return store.log().read(catalog.positions().get(ordinal));
  }

  MemoryKey key(int ordinal) {
    return store.log().key(catalog.positions().get(ordinal));
  }

  /** The ordinal of an id in a snapshot, if it is visible there. */
  OptionalInt ordinal(Snapshot snapshot, String namespace, String id) {
    int ordinal = catalog.ids().get(namespace, id);
    if (ordinal == IdMap.ABSENT || !snapshot.live().contains(ordinal)) {
      ordinal = catalog.beforeSwap(namespace, id);
    }
    return ordinal != IdMap.ABSENT && snapshot.isVisible(ordinal)
        ? OptionalInt.of(ordinal)
        : OptionalInt.empty();
  }

  /** The current version of a memory. */
  Optional<LogRecord.Put> get(String namespace, String id) {
    while (true) {
      try (var snapshot = snapshot()) {
        var ordinal = ordinal(snapshot, namespace, id);
        if (ordinal.isPresent()) {
          return Optional.of(fetch(ordinal.getAsInt()));
        }
        if (!store.publication().isStale(snapshot.version())) {
          return Optional.empty();
        }
        // A commit was published between taking the snapshot and asking the id map: ask again.
      }
    }
  }

  /** The records of an id that the log still has, newest first. */
  List<LogRecord> history(String namespace, String id) {
    while (true) {
      try (var snapshot = snapshot()) {
        var ordinal = ordinal(snapshot, namespace, id);
        long newest =
            ordinal.isPresent()
                ? fetch(ordinal.getAsInt()).sequence()
                : catalog.tombstones().get(namespace, id);
        if (newest != LogRecord.NONE || !store.publication().isStale(snapshot.version())) {
          return history(snapshot, namespace, id, newest);
        }
        // A commit was published meanwhile, and may have brought the id back: ask again.
      }
    }
  }

  private List<LogRecord> history(Snapshot snapshot, String namespace, String id, long newest) {
    var versions = new ArrayList<LogRecord>();
    long sequence = newest;
    while (sequence != LogRecord.NONE) {
      var record = store.log().find(sequence);
      if (record.isEmpty()
          || !record.get().namespace().equals(namespace)
          || !record.get().id().equals(id)) {
        break;
      }
      if (record.get().sequence() <= snapshot.sequence()) { // a deletion may not be published yet
        versions.add(record.get());
      }
      sequence = record.get().previousSequence();
    }
    return versions;
  }

  /** The visible ordinals of a namespace that match. */
  OrdinalBitmap matching(Snapshot snapshot, String namespace, Filter filter) {
    var number = namespaceOrdinal(namespace);
    if (number.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var visible = snapshot.visible(number.getAsInt());
    return filter instanceof Filter.All
        ? visible
        : store.views().attributes().evaluate(filter, visible);
  }

  /**
   * Those of the visible ordinals whose record has no vector. Costs a look at the record of each
   * that the vector view does not know: those, and such as have a vector without a direction.
   */
  OrdinalBitmap withoutVector(OrdinalBitmap visible) {
    var unknown = visible.andNot(store.views().vector().ordinals());
    if (store.info().dimension().isEmpty()) {
      return unknown; // no memory ever had one
    }
    var lacking = new int[unknown.cardinality()];
    int[] count = {0};
    unknown.forEach(
        ordinal -> {
          if (hasNoVector(ordinal)) {
            lacking[count[0]++] = ordinal;
          }
        });
    return OrdinalBitmap.of(lacking, count[0]);
  }

  private boolean hasNoVector(int ordinal) {
    try {
      return store.log().vector(catalog.positions().get(ordinal)).isEmpty();
    } catch (CorruptionException e) {
      LOG.debug("a damaged record does not say whether it has a vector", e);
      return false;
    }
  }
}
