package dev.mneme.index.sync;

import dev.mneme.report.Progress;

import dev.mneme.core.check.Require;

import dev.mneme.report.CompactReport;
import dev.mneme.report.VerifyReport;

import dev.mneme.filter.Filter;
import dev.mneme.core.ids.IdMap;
import dev.mneme.core.jvm.StackReserve;
import dev.mneme.core.log.LogRecord;
import dev.mneme.report.LogStatistics;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.ClosedException;
import dev.mneme.error.ConflictException;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in one directory: {@code log/} holds the truth, {@code views/} everything that can be
 * rebuilt from it, {@code store.properties} what it was made with, {@code lock} who has it open.
 * Thread-safe: writes meet in the committer, reads take a snapshot.
 */
public final class LocalStore implements Store, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);

  /**
   * A replay of more records than this is made durable at once, so that a crash does not pay for it
   * again.
   */
  private static final long CHECKPOINT_AFTER_REPLAY = 10_000;

  private static final int PROBE_BYTES = 64 << 10;

  private static final long CLOSE_PATIENCE_NANOS = 30_000_000_000L;

  private final Path directory;
  private final StoreOptions options;
  private final Storage.Lock lock;
  private final MemoryLog log;
  private final Catalog catalog;
  private final Views views;
  private final long replayed;
  private final CommitPipeline pipeline;
  private final Committer committer;
  private final AtomicInteger readers = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ReentrantLock closing = new ReentrantLock();
  private final AtomicBoolean sweepRequested = new AtomicBoolean();

  private LocalStore(
      Path directory,
      StoreOptions options,
      Storage.Lock lock,
      MemoryLog log,
      RecoveredStore recovered) {
    this.directory = directory;
    this.options = options;
    this.lock = lock;
    this.log = log;
    this.catalog = recovered.catalog();
    this.views = recovered.views();
    this.replayed = recovered.replayed();
    recovered.expired().ifPresent(this::sayExpired);
    this.pipeline = new CommitPipeline(directory, options, lock, log, recovered);
    this.committer = new Committer(pipeline);
  }

  /** What was left out at open stays out, whatever the clock says at the next. */
  private void sayExpired(Instant upTo) {
    if (!options.storage().writes()) {
      return;
    }
    try {
      log.appendExpiry(upTo, upTo);
      log.sync();
    } catch (StorageException e) {
      LOG.warn("{}: what has expired could not be noted: {}", directory, e.getMessage());
    }
  }

  private void start() {
    views.vector().startBuilding();
    committer.start();
    if (replayed > CHECKPOINT_AFTER_REPLAY) {
      committer.maintainSoon(() -> pipeline.checkpoint(false));
    }
  }

  /**
   * Opens the store in the directory, or makes one where the directory is missing or empty.
   *
   * @throws InvalidRequestException if the directory holds something that is not a store
   * @throws dev.mneme.error.IncompatibleException if the store is of a newer format or was made
   *     with other options
   * @throws dev.mneme.error.CorruptionException if the log is damaged before its tail
   * @throws StorageException if the disk cannot be read, or another process has the store open. A
   *     store that is there and cannot be written is opened for reading: writes are refused then
   */
  public static LocalStore open(Path directory, StoreOptions options) {
    return OwnThread.call("mneme-open", () -> openHere(directory, options));
  }

  private static LocalStore openHere(Path directory, StoreOptions options) {
    var storage = options.storage();
    try {
      StoreProperties.requireStoreOrEmpty(storage, directory);
      try {
        storage.createDirectories(directory);
        return open(directory, options, storage.lock(file(directory)), Optional.empty());
      } catch (Storage.Held e) {
        throw e;
      } catch (IOException | StorageException e) {
        if (storage.exists(directory.resolve(StoreProperties.FILE))
            && !isWritable(storage, directory)) {
          return openForReading(directory, options, e);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException(directory, "cannot be opened: " + e.getMessage(), e);
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("lock");
  }

  private static LocalStore openForReading(Path directory, StoreOptions options, Exception cause)
      throws IOException {
    LOG.warn("{} is opened for reading, for it cannot be written: {}", directory, cause.toString());
    var disk = options.storage();
    var reading = options.reading(Storage.readOnly(disk, directory));
    return open(directory, reading, disk.lockForReading(file(directory)), Optional.of(cause));
  }

  /** Whether the disk takes a little more than the smallest files of a store. */
  private static boolean isWritable(Storage storage, Path directory) {
    var probe = directory.resolve("lock.owner.probe");
    try {
      try {
        storage.writeAtomically(probe, ByteBuffer.allocate(PROBE_BYTES));
        return true;
      } finally {
        storage.deleteTree(probe);
        storage.deleteTree(probe.resolveSibling(probe.getFileName() + ".tmp"));
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be written", directory, e);
      return false;
    }
  }

  /**
   * @param unwritable why it can only be read, if so
   */
  private static LocalStore open(
      Path directory, StoreOptions options, Storage.Lock lock, Optional<Exception> unwritable)
      throws IOException {
    try {
      var store = open(directory, options, lock);
      unwritable.ifPresent(store.pipeline.health()::refuseWrites);
      store.start();
      return store;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static LocalStore open(Path directory, StoreOptions options, Storage.Lock lock) {
    var storage = options.storage();
    var known = StoreProperties.read(storage, directory);
    known.ifPresent(info -> info.requireCompatible(directory, options));
    var info = StoreProperties.merged(known, options);
    if (known.isEmpty()) {
      info.write(storage, directory);
    }
    // The identity is written when the log is there, so that where it stands, the log must be.
    var expectation = StoreRecovery.expectation(storage, directory, info.id());
    var log = MemoryLog.open(storage, directory.resolve("log"), options.log(), expectation);
    try {
      var recovered = new StoreRecovery(directory, options, log).run(info.withId(log.id()));
      return open(directory, options, lock, log, known.orElse(info), recovered);
    } catch (RuntimeException | Error e) {
      closeQuietly(log);
      throw e;
    }
  }

  /** The last step, behind which nothing is left open where it fails. */
  private static LocalStore open(
      Path directory,
      StoreOptions options,
      Storage.Lock lock,
      MemoryLog log,
      StoreProperties written,
      RecoveredStore recovered) {
    try {
      if (!written.equals(recovered.info()) && options.storage().writes()) {
        recovered.info().write(options.storage(), directory);
      }
      return new LocalStore(directory, options, lock, log, recovered);
    } catch (RuntimeException | Error e) {
      closeQuietly(recovered.catalog().ids);
      closeQuietly(recovered.views());
      throw e;
    }
  }

  /** The first failure is the one to tell. */
  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.debug("{} cannot be closed after a failure", resource, e);
    }
  }

  @Override
  public Snapshot snapshot() {
    StackReserve.require();
    var handle = counted(false);
    if (handle.seesExpired()
        && sweepRequested.compareAndSet(false, true)
        && !committer.maintainSoon(this::sweep)) {
      sweepRequested.set(false);
    }
    return handle;
  }

  /**
   * @param always also where the store is closing: for what was accepted before
   */
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
    long now = options.clock().millis();
    var state = pipeline.acquire();
    try {
      return new SnapshotHandle(state, views.attributes(), now, readers);
    } catch (RuntimeException | Error e) {
      state.release();
      throw e;
    }
  }

  /** How many snapshots are open. */
  int openSnapshots() {
    return readers.get();
  }

  private void sweep() {
    sweepRequested.set(false);
    pipeline.sweepExpired();
  }

  @Override
  public TextView text() {
    return views.text();
  }

  @Override
  public VectorView vector() {
    return views.vector();
  }

  @Override
  public TimeView time() {
    return views.time();
  }

  @Override
  public AttributeView attributes() {
    return views.attributes();
  }

  @Override
  public OptionalInt namespaceOrdinal(String namespace) {
    return catalog.namespaces.ordinal(namespace);
  }

  /** All names ever used, in order of their numbers. */
  public List<String> namespaces() {
    return catalog.namespaces.names();
  }

  @Override
  public LogRecord.Put fetch(int ordinal) {
    return log.read(catalog.positions.get(ordinal));
  }

  @Override
  public MemoryKey key(int ordinal) {
    return log.key(catalog.positions.get(ordinal));
  }

  /** What the store was made with; the dimension may be fixed later. */
  public StoreProperties info() {
    return pipeline.info();
  }

  /** The ordinal of an id in a snapshot, if it is visible there. */
  public OptionalInt ordinal(Snapshot snapshot, String namespace, String id) {
    int ordinal = catalog.ids.get(namespace, id);
    if (ordinal == IdMap.ABSENT || !snapshot.live().contains(ordinal)) {
      ordinal = catalog.beforeSwap(namespace, id);
    }
    return ordinal != IdMap.ABSENT && snapshot.isVisible(ordinal)
        ? OptionalInt.of(ordinal)
        : OptionalInt.empty();
  }

  /** The current version of a memory. */
  public Optional<LogRecord.Put> get(String namespace, String id) {
    while (true) {
      try (var snapshot = (SnapshotHandle) snapshot()) {
        var ordinal = ordinal(snapshot, namespace, id);
        if (ordinal.isPresent()) {
          return Optional.of(fetch(ordinal.getAsInt()));
        }
        if (!pipeline.isStale(snapshot.version())) {
          return Optional.empty();
        }
        // A commit was published between taking the snapshot and asking the id map: ask again.
      }
    }
  }

  /** The records of an id that the log still has, newest first. */
  public List<LogRecord> history(String namespace, String id) {
    while (true) {
      try (var snapshot = (SnapshotHandle) snapshot()) {
        var ordinal = ordinal(snapshot, namespace, id);
        long newest =
            ordinal.isPresent()
                ? fetch(ordinal.getAsInt()).sequence()
                : catalog.tombstones.get(namespace, id);
        if (newest != LogRecord.NONE || !pipeline.isStale(snapshot.version())) {
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
      var record = log.find(sequence);
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

  /**
   * Adds or replaces the memories, all or none; a key that comes twice keeps its last.
   *
   * @param replace whether a memory may exist already
   * @return how many were replaced
   * @throws ConflictException if one exists, or comes twice, and must not
   */
  public int write(String namespace, List<Memory> memories, boolean replace) {
    if (memories.isEmpty()) {
      return 0;
    }
    return committer.write(
        staging -> {
          int replaced = 0;
          for (var memory : memories) {
            if (staging.ordinal(namespace, memory.id()) != IdMap.ABSENT) {
              if (!replace) {
                throw new ConflictException(namespace, memory.id());
              }
              replaced++;
            }
            staging.put(namespace, memory);
          }
          return replaced;
        });
  }

  /**
   * Replaces a memory if its current version is still {@code expectedOrdinal}; false, and nothing
   * done, if not.
   */
  public boolean replace(String namespace, int expectedOrdinal, Memory memory) {
    return committer.write(
        staging -> {
          if (staging.ordinal(namespace, memory.id()) != expectedOrdinal) {
            return false;
          }
          staging.put(namespace, memory);
          return true;
        });
  }

  /**
   * Replaces those memories whose current version is still the one with the ordinal that they are
   * given under; how many that were. The others are left as they are.
   */
  public int replaceUnchanged(String namespace, Map<Integer, Memory> byOrdinal) {
    return committer.write(
        staging -> {
          int replaced = 0;
          for (var entry : byOrdinal.entrySet()) {
            var memory = entry.getValue();
            if (staging.ordinal(namespace, memory.id()) == entry.getKey()) {
              staging.put(namespace, memory);
              replaced++;
            }
          }
          return replaced;
        });
  }

  /**
   * Those of the visible ordinals whose record has no vector. Costs a look at the record of each
   * that the vector view does not know: those, and such as have a vector without a direction.
   */
  public OrdinalBitmap withoutVector(OrdinalBitmap visible) {
    var unknown = visible.andNot(views.vector().ordinals());
    if (info().dimension().isEmpty()) {
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
      return log.vector(catalog.positions.get(ordinal)).isEmpty();
    } catch (CorruptionException e) {
      LOG.debug("a damaged record does not say whether it has a vector", e);
      return false;
    }
  }

  /** Deletes those of the ids that exist; how many that were. */
  public int delete(String namespace, List<String> ids) {
    return committer.write(
        staging -> {
          int deleted = 0;
          for (var id : new HashSet<>(ids)) {
            deleted += staging.delete(namespace, id) ? 1 : 0;
          }
          return deleted;
        });
  }

  /**
   * Deletes everything in the namespace that matches as of one point in the order of changes; how
   * many that were.
   */
  public long deleteAll(String namespace, Filter filter) {
    return committer.maintain(
        () -> {
          pipeline.health().require();
          var staging = pipeline.stage();
          try (var snapshot = counted(true)) {
            matching(snapshot, namespace, filter)
                .forEach(ordinal -> staging.delete(namespace, fetch(ordinal).id()));
          }
          if (!staging.isEmpty()) {
            pipeline.commit(staging);
          }
          return (long) staging.records().size();
        });
  }

  /** The visible ordinals of a namespace that match. */
  public OrdinalBitmap matching(Snapshot snapshot, String namespace, Filter filter) {
    var number = namespaceOrdinal(namespace);
    if (number.isEmpty()) {
      return OrdinalBitmap.empty();
    }
    var visible = snapshot.visible(number.getAsInt());
    return filter instanceof Filter.All ? visible : views.attributes().evaluate(filter, visible);
  }

  /** Makes all acknowledged writes durable and checkpoints the views. */
  public void flush() {
    committer.maintain(
        () -> {
          pipeline.checkpoint(false);
          return true;
        });
  }

  /**
   * Drops what is dead from the log, and builds one vector segment of what is live. Reads go on
   * meanwhile; writes wait for the first.
   */
  public CompactReport compact() {
    var report = committer.maintain(pipeline::compact);
    views.vector().compact();
    flush(); // the files of the old segments go with the checkpoint that does not name them
    return report;
  }

  /** Checks log, id map and views against each other; writes wait meanwhile, reads go on. */
  public VerifyReport verify() {
    return verify((_, _) -> {});
  }

  /** The same, with somebody who hears how far it is. */
  public VerifyReport verify(Progress progress) {
    return committer.maintain(() -> pipeline.verify(progress));
  }

  /**
   * Copies the store, as of one sequence, into an empty or missing directory: the log, then the
   * properties, which make the copy a store. The views are left out, since opening the copy
   * rebuilds them. Reads and writes go on.
   */
  public void backup(Path target) {
    try (var _ = snapshot()) { // so that the store is not closed meanwhile
      Require.that(
          !target.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize()),
          "a backup needs a place outside the store, %s is within it",
          target);
      Require.that(
          options.storage().list(target).isEmpty(),
          "a backup needs an empty or missing directory, %s holds files",
          target);
      log.copyTo(target.resolve("log"));
      pipeline.info().write(options.storage(), target);
    } catch (IOException e) {
      throw new StorageException(target, "cannot be listed: " + e.getMessage(), e);
    }
  }

  public LogStatistics logStats() {
    return log.stats();
  }

  /** The views, for their statistics. */
  public List<View> views() {
    return views.all();
  }

  /**
   * Checkpoints and releases. Waits for readers that hold a snapshot. Idempotent; a second call
   * waits for the first.
   *
   * @throws StorageException if an acknowledged write could not be made durable; it is closed even
   *     so
   */
  @Override
  public void close() {
    closing.lock(); // so that whoever closes finds it closed on return
    try {
      if (closed.compareAndSet(false, true)) {
        OwnThread.call(
            "mneme-close",
            () -> {
              closeOnce();
              return true;
            });
      }
    } finally {
      closing.unlock();
    }
  }

  private void closeOnce() {
    var failure = Optional.<Throwable>empty();
    try {
      committer.close();
      awaitReaders();
      pipeline.health().requireLock(); // whatever else has failed: the log's close writes as well
      pipeline.checkpoint(true);
    } catch (RuntimeException | Error e) {
      // What the checkpoint lacks is replayed from the log.
      LOG.warn("{} was closed without a checkpoint: {}", directory, e.toString());
      failure = Optional.of(e);
    } finally {
      release();
    }
    if (failure.isPresent() && pipeline.hasUnsynced()) {
      throw new StorageException(
          directory,
          "it is closed, but the last acknowledged writes may not be durable ("
              + failure.get().getMessage()
              + "); open it again and look what is there",
          failure.get());
    }
  }

  /** Releases each, whatever happens to the others: above all the lock, for the next to open. */
  private void release() {
    try (lock;
        log;
        views) {
      catalog.ids.close();
    } catch (IOException e) {
      LOG.warn("{} could not be unlocked: {}", directory, e.getMessage());
    }
  }

  private void awaitReaders() {
    long start = System.nanoTime();
    while (readers.get() > 0) {
      if (System.nanoTime() - start > CLOSE_PATIENCE_NANOS) {
        LOG.warn("{} is closed with {} snapshots open", directory, readers.get());
        return;
      }
      LockSupport.parkNanos(100_000);
    }
  }
}
