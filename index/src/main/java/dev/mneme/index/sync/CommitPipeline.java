package dev.mneme.index.sync;

import dev.mneme.report.Progress;

import dev.mneme.report.CompactReport;
import dev.mneme.report.VerifyReport;

import dev.mneme.core.ids.IdMap;
import dev.mneme.core.log.CompactionPolicy;
import dev.mneme.core.log.CompactionResult;
import dev.mneme.core.log.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.LogPoint;
import dev.mneme.index.api.OrdinalBitmap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a group of records through log, fsync, views and id map to the published state.
 * Everything here runs on the committer thread but {@link #acquire}.
 *
 * <p>A failure anywhere between the first written byte and publication stops all writing: what is
 * on disk and what is published may differ then, and only reopening sorts that out. Reads go on.
 * Before the first byte nothing has happened: the records are refused, and the store goes on.
 */
final class CommitPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(CommitPipeline.class);

  /**
   * Dead ordinals are given back to the views in lots of about this many, or when there is nothing
   * else to do.
   */
  private static final int RECLAIM_LOT = 1_024;

  private final Path directory;
  private final StoreOptions options;
  private final MemoryLog log;
  private final Catalog catalog;
  private final Views views;
  private final Health health;
  private final ReclaimQueue reclaimQueue = new ReclaimQueue();
  private final Deque<Retirement> retirements = new ArrayDeque<>();
  private volatile StoreProperties info;
  private volatile PublishedState current;
  private int unsyncedRecords;
  private long unsyncedSince;
  private long checkpointedBytes;

  /** Files that readers of states before {@code version} may still read. */
  private record Retirement(long version, CompactionResult result) {}

  /**
   * @param lock that keeps others away; checked before anything is written, and before it is
   *     acknowledged
   */
  CommitPipeline(
      Path directory,
      StoreOptions options,
      Storage.Lock lock,
      MemoryLog log,
      RecoveredStore recovered) {
    this.directory = directory;
    this.options = options;
    this.log = log;
    this.catalog = recovered.catalog();
    this.views = recovered.views();
    this.health = new Health(directory, lock, log, views);
    this.info = recovered.info();
    this.current = new PublishedState(0, log.lastSequence(), recovered.live());
    reclaimQueue.published(current);
    checkpointedBytes = log.stats().bytes();
  }

  StoreProperties info() {
    return info;
  }

  /** The newest published state, retained. */
  PublishedState acquire() {
    while (true) {
      var state = current;
      if (state.retain()) {
        return state;
      }
      Thread.onSpinWait(); // it was released between the two reads, so a newer one is there
    }
  }

  /** Whether a state newer than this one has been published. */
  boolean isStale(long version) {
    return current.version != version;
  }

  OrdinalBitmap live() {
    return current.live;
  }

  Staging stage() {
    return new Staging(catalog, log, current.live, options.clock().instant(), info.dimension());
  }

  /** Whether it may still write. */
  Health health() {
    return health;
  }

  /**
   * Makes the staged records part of the store. After return they are visible, and durable where
   * the store is SYNC.
   *
   * @throws InvalidRequestException if the log cannot take them as they are; nothing has happened
   *     then
   * @throws InternalException if an error inside the engine kept them from being written: nothing
   *     has happened then either, unless {@link Health#require} throws from now on
   */
  void commit(Staging staging) {
    health.require();
    staging.requireWhole();
    var positions = append(staging);
    try {
      if (options.sync()) {
        log.sync();
        unsyncedRecords = 0;
      } else {
        noteUnsynced(staging.records().size());
        syncIfDue();
      }
      // Whoever takes the store over notes that before it reads the log: what is still ours here it
      // will find there.
      health.requireLock();
      fixDimension(staging);
      var plan = CommitPlan.of(staging.records(), positions, catalog, current.live);
      publish(plan, staging.records(), positions);
    } catch (RuntimeException | Error e) {
      health.note(e);
      throw health.refusal();
    }
  }

  private long[] append(Staging staging) {
    try {
      health.requireLock();
      return log.append(staging.records());
    } catch (InvalidRequestException | InternalException e) {
      throw e; // too large to be one batch, say: the log has not written anything
    } catch (RuntimeException | Error e) {
      health.note(e);
      throw health.refusal();
    }
  }

  /**
   * After the log has the first vector: one that it refuses, or that a crash takes back, fixes
   * nothing. What a crash leaves unsaid here, {@link StoreRecovery} finds in the log.
   */
  private void fixDimension(Staging staging) {
    if (staging.dimension().isPresent() && info.dimension().isEmpty()) {
      var fixed = info.withDimension(staging.dimension().getAsInt());
      fixed.write(options.storage(), directory);
      info = fixed;
    }
  }

  private void publish(CommitPlan plan, Iterable<LogRecord> records, long[] positions) {
    int i = 0;
    for (var record : records) {
      if (record instanceof LogRecord.Put put) {
        catalog.positions.set(put.ordinal(), positions[i]);
        catalog.nextOrdinal = put.ordinal() + 1;
      }
      i++;
    }
    views.apply(plan.batch());
    catalog.beginSwap(plan.before());
    plan.changes().forEach(this::remember);
    publish(plan.batch().sequence(), plan.added(), plan.removed());
    // Not before: until a reader can see that an id is back, its deletion is where its history
    // begins.
    plan.changes().forEach(this::forgetDeletion);
  }

  private void forgetDeletion(MemoryKey key, LogRecord record) {
    if (record instanceof LogRecord.Put) {
      catalog.tombstones.remove(key.namespace(), key.id());
    }
  }

  private void remember(MemoryKey key, LogRecord record) {
    switch (record) {
      case LogRecord.Put put -> catalog.ids.put(key.namespace(), key.id(), put.ordinal());
      case LogRecord.Delete delete -> {
        catalog.ids.remove(key.namespace(), key.id());
        catalog.tombstones.put(key.namespace(), key.id(), delete.sequence());
      }
    }
  }

  private void publish(long sequence, RoaringBitmap added, RoaringBitmap removed) {
    var previous = current;
    var next =
        new PublishedState(previous.version + 1, sequence, previous.live.change(added, removed));
    current = next;
    previous.release();
    catalog.endSwap();
    reclaimQueue.published(next);
    reclaimQueue.add(next, removed);
  }

  /**
   * Takes what has expired out of the live set and the id map, and says so in the log: it stays
   * gone though the clock be set back. Durable with the next write, or when an ASYNC write would
   * be.
   *
   * @return how many memories that were
   */
  int sweepExpired() {
    health.require();
    return sweepExpired(options.clock().millis());
  }

  private int sweepExpired(long now) {
    if (views.attributes().nextExpiry() > now) {
      return 0;
    }
    var expired = views.attributes().expiredAt(now).and(current.live);
    if (expired.isEmpty()) {
      return 0;
    }
    var keys = keysOf(expired);
    var before = new HashMap<MemoryKey, Integer>();
    keys.forEach((key, _) -> before.put(key, catalog.ids.get(key.namespace(), key.id())));
    try {
      log.appendExpiry(Instant.ofEpochMilli(now), options.clock().instant());
      noteUnsynced(1);
      catalog.beginSwap(Map.copyOf(before));
      keys.forEach(
          (key, ordinal) -> {
            if (before.getOrDefault(key, IdMap.ABSENT).equals(ordinal)) {
              catalog.ids.remove(key.namespace(), key.id());
            }
          });
      publish(log.lastSequence(), new RoaringBitmap(), expired.toRoaring());
    } catch (RuntimeException | Error e) {
      health.note(e); // the id map may be ahead of what is published
      throw e;
    }
    return expired.cardinality();
  }

  /**
   * A damaged record does not tell its id: its memory leaves the live set all the same, and an id
   * that leads to an ordinal which is not live counts as absent.
   */
  private Map<MemoryKey, Integer> keysOf(OrdinalBitmap ordinals) {
    var keys = new LinkedHashMap<MemoryKey, Integer>();
    ordinals.forEach(
        ordinal -> {
          try {
            var put = log.read(catalog.positions.get(ordinal));
            keys.put(new MemoryKey(put.namespace(), put.id()), ordinal);
          } catch (CorruptionException e) {
            LOG.warn("an expired memory is dropped though its record is damaged", e);
          }
        });
    return keys;
  }

  /**
   * Called after each task, when its callers have their answers: gives dead ordinals back, syncs
   * what is due, checkpoints what has grown. Cheap where nothing is due.
   */
  void runMaintenance() {
    inBackground(
        () -> {
          syncIfDue();
          if (reclaimQueue.waiting() >= RECLAIM_LOT) {
            reclaim();
          }
          retire();
          if (log.stats().bytes() - checkpointedBytes > options.checkpointBytes()) {
            checkpoint(false);
          }
        });
  }

  /** Whether something acknowledged is not known to be durable. Once the committer has ended. */
  boolean hasUnsynced() {
    return unsyncedRecords > 0;
  }

  /** Whether there is something that {@link #runIdleMaintenance} would do. */
  boolean hasIdleMaintenance() {
    return !health.isFailed()
        && (unsyncedRecords > 0 || reclaimQueue.waiting() > 0 || !retirements.isEmpty());
  }

  /** Called when no write has come for a moment. */
  void runIdleMaintenance() {
    inBackground(
        () -> {
          reclaim();
          retire();
          syncIfDue();
        });
  }

  /** Nobody waits for this work: a failure shows in the log and at the next write. */
  private void inBackground(Runnable work) {
    if (health.isFailed()) {
      return;
    }
    try {
      work.run();
    } catch (CorruptionException e) {
      LOG.warn("{}: maintenance met a damaged record; it is put off", directory, e);
    } catch (RuntimeException | Error e) {
      if (Health.isHarmless(e) && !health.isFailed()) {
        LOG.error("{}: maintenance failed inside the engine; it is put off", directory, e);
      } else {
        health.stopWrites(e);
      }
    }
  }

  private void reclaim() {
    var free = reclaimQueue.takeReclaimable();
    if (!free.isEmpty()) {
      try {
        views.reclaim(free);
      } catch (RuntimeException | Error e) {
        health.note(e); // some views may have given them back, and nobody else will
        throw e;
      }
    }
  }

  /** Frees the files that a compaction replaced, once no reader can hold a position in them. */
  private void retire() {
    while (!retirements.isEmpty()
        && reclaimQueue.isDrainedBefore(retirements.peekFirst().version())) {
      log.retire(retirements.removeFirst().result());
    }
  }

  /** Drops from the log what is dead, and lets readers go on meanwhile. */
  CompactReport compact() {
    health.require();
    health.requireLock();
    long last = log.lastSequence();
    long layout = log.layout(last);
    boolean installed = false;
    try {
      var now = options.clock().instant();
      int expired = sweepExpired(now.toEpochMilli());
      // The numbers of the namespaces follow from the order of the records until a catalog holds
      // them: it has to, before the first record of a namespace goes.
      checkpoint(false);
      var result = log.compact(0, CompactionPolicy.latest(options.keptVersions(), now));
      installed = true;
      result.moves().forEach((ordinal, _, position) -> move(ordinal, position));
      catalog.tombstones.retain(sequence -> log.find(sequence).isPresent());
      publish(current.sequence, new RoaringBitmap(), new RoaringBitmap());
      retirements.addLast(new Retirement(current.version, result));
      checkpoint(false);
      retire();
      return new CompactReport(
          result.bytesBefore(), result.bytesAfter(), result.recordsDropped(), expired);
    } catch (RuntimeException | Error e) {
      // Segments that were replaced hold positions that nobody was told.
      fail(e, installed || log.layout(last) != layout);
      throw e;
    }
  }

  /**
   * Notes that maintenance failed. A damaged record that it came upon, or an error inside the
   * engine, is no reason to refuse writes, as long as nothing was changed before.
   */
  private void fail(Throwable cause, boolean changed) {
    if (changed || !Health.isHarmless(cause)) {
      health.note(cause);
    }
  }

  private void move(int ordinal, long position) {
    if (current.live.contains(ordinal)) {
      catalog.positions.set(ordinal, position);
    }
  }

  private void noteUnsynced(int records) {
    if (unsyncedRecords == 0) {
      unsyncedSince = System.nanoTime();
    }
    unsyncedRecords += records;
  }

  private void syncIfDue() {
    if (unsyncedRecords >= options.asyncOperations()
        || (unsyncedRecords > 0
            && System.nanoTime() - unsyncedSince >= options.asyncWindow().toNanos())) {
      sync();
    }
  }

  private void sync() {
    if (unsyncedRecords > 0) {
      log.sync();
      unsyncedRecords = 0;
    }
  }

  /**
   * Makes the views durable as of now, the catalog first: it numbers the namespaces for them, and a
   * view older than the catalog is brought up to it at open.
   *
   * @param closing whether the id map is closed with it, which makes it trusted at the next open
   */
  void checkpoint(boolean closing) {
    health.require();
    try {
      health.requireLock();
      log.checkpoint();
      unsyncedRecords = 0;
      reclaim();
      long sequence = log.lastSequence();
      var point = new LogPoint(sequence, log.digest(sequence).orElseThrow());
      CatalogFile.write(
          options.storage(),
          directory,
          catalog,
          new CatalogFile.Header(
              log.id(), point, log.layout(sequence), current.live, reclaimQueue.all()));
      views.checkpoint(point);
      if (closing) {
        catalog.ids.close(StoreRecovery.mark(point));
      }
    } catch (RuntimeException | Error e) {
      fail(e, false); // what was not checkpointed is replayed
      throw e;
    } finally {
      checkpointedBytes = log.stats().bytes(); // not at every write again, where it fails
    }
  }

  /** Checks everything; gives back first what can be given back. */
  VerifyReport verify(Progress progress) {
    inBackground(
        () -> {
          sync(); // it may take longer than what ASYNC promises
          reclaim();
        });
    return new StoreVerifier(log, catalog, views, current.live, reclaimQueue.all()).run(progress);
  }
}
