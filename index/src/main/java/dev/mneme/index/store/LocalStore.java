package dev.mneme.index.store;

import dev.mneme.core.check.Require;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.View;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.store.commit.CommitPipeline;
import dev.mneme.index.store.commit.Committer;
import dev.mneme.index.store.maintain.StoreMaintenance;
import dev.mneme.index.store.repair.StoreCheck;
import dev.mneme.index.store.repair.StoreVerifier;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.index.store.state.OwnThread;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.index.text.TextView;
import dev.mneme.index.time.TimeView;
import dev.mneme.index.vector.VectorView;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import dev.mneme.report.CompactReport;
import dev.mneme.report.LogStatistics;
import dev.mneme.report.Progress;
import dev.mneme.report.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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

  private final OpenStore store;
  private final Storage.Lock lock;
  private final long replayed;
  private final StoreReader reader;
  private final StoreMaintenance maintenance;
  private final Committer committer;
  private final StoreWriter writer;
  private final ReentrantLock closing = new ReentrantLock();
  private final AtomicBoolean sweepRequested = new AtomicBoolean();

  /**
   * @param replayed how many records were read to get here
   */
  LocalStore(OpenStore store, Storage.Lock lock, long replayed) {
    this.store = store;
    this.lock = lock;
    this.replayed = replayed;
    this.reader = new StoreReader(store, this::sweepSoon);
    this.maintenance = new StoreMaintenance(store);
    var pipeline = new CommitPipeline(store);
    this.committer = new Committer(pipeline, maintenance);
    this.writer = new StoreWriter(committer, pipeline, reader);
  }

  /**
   * @param unwritable why it can only be read, if so
   */
  void start(Optional<Exception> unwritable) {
    unwritable.ifPresent(store.health()::refuseWrites);
    store.views().vector().startBuilding();
    committer.start();
    if (replayed > CHECKPOINT_AFTER_REPLAY) {
      committer.maintainSoon(() -> maintenance.checkpoint(false));
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
    return OwnThread.call("mneme-open", () -> StoreOpening.open(directory, options));
  }

  /**
   * Checks the store in a directory that nobody has open, and changes nothing of it; see {@link
   * StoreCheck}.
   *
   * @param options of a copy that is opened, given what the store was made with
   * @throws InvalidRequestException if the directory holds no store
   * @throws StorageException if another process has it open, or there is no room for the copy
   */
  public static VerifyReport check(
      Storage storage,
      Path directory,
      Function<StoreProperties, StoreOptions> options,
      Progress progress) {
    return StoreCheck.run(
        storage,
        directory,
        (copy, path, info) -> {
          try (var store = open(path, options.apply(info).storage(copy))) {
            return store.verify();
          }
        },
        progress);
  }

  @Override
  public Snapshot snapshot() {
    return reader.snapshot();
  }

  /** How many snapshots are open. */
  int openSnapshots() {
    return reader.openSnapshots();
  }

  private void sweepSoon() {
    if (sweepRequested.compareAndSet(false, true) && !committer.maintainSoon(this::sweep)) {
      sweepRequested.set(false);
    }
  }

  private void sweep() {
    sweepRequested.set(false);
    maintenance.sweepExpired();
  }

  @Override
  public TextView text() {
    return store.views().text();
  }

  @Override
  public VectorView vector() {
    return store.views().vector();
  }

  @Override
  public TimeView time() {
    return store.views().time();
  }

  @Override
  public AttributeView attributes() {
    return store.views().attributes();
  }

  @Override
  public OptionalInt namespaceOrdinal(String namespace) {
    return reader.namespaceOrdinal(namespace);
  }

  /** All names ever used, in order of their numbers. */
  public List<String> namespaces() {
    return store.catalog().namespaces().names();
  }

  @Override
  public LogRecord.Put fetch(int ordinal) {
    return reader.fetch(ordinal);
  }

  @Override
  public MemoryKey key(int ordinal) {
    return reader.key(ordinal);
  }

  /** What the store was made with; the dimension may be fixed later. */
  public StoreProperties info() {
    return store.info();
  }

  /** The ordinal of an id in a snapshot, if it is visible there. */
  public OptionalInt ordinal(Snapshot snapshot, String namespace, String id) {
    return reader.ordinal(snapshot, namespace, id);
  }

  /** The current version of a memory. */
  public Optional<LogRecord.Put> get(String namespace, String id) {
    return reader.get(namespace, id);
  }

  /** The records of an id that the log still has, newest first. */
  public List<LogRecord> history(String namespace, String id) {
    return reader.history(namespace, id);
  }

  /**
   * Those of the visible ordinals whose record has no vector. Costs a look at the record of each
   * that the vector view does not know: those, and such as have a vector without a direction.
   */
  public OrdinalBitmap withoutVector(OrdinalBitmap visible) {
    return reader.withoutVector(visible);
  }

  /** The visible ordinals of a namespace that match. */
  public OrdinalBitmap matching(Snapshot snapshot, String namespace, Filter filter) {
    return reader.matching(snapshot, namespace, filter);
  }

  /**
   * Adds or replaces the memories, all or none; a key that comes twice keeps its last.
   *
   * @param replace whether a memory may exist already
   * @return how many were replaced
   * @throws dev.mneme.error.ConflictException if one exists, or comes twice, and must not
   */
  public int write(String namespace, List<Memory> memories, boolean replace) {
    return writer.write(namespace, memories, replace);
  }

  /**
   * Replaces a memory if its current version is still {@code expectedOrdinal}; false, and nothing
   * done, if not.
   */
  public boolean replace(String namespace, int expectedOrdinal, Memory memory) {
    return writer.replace(namespace, expectedOrdinal, memory);
  }

  /**
   * Replaces those memories whose current version is still the one with the ordinal that they are
   * given under; how many that were. The others are left as they are.
   */
  public int replaceUnchanged(String namespace, Map<Integer, Memory> byOrdinal) {
    return writer.replaceUnchanged(namespace, byOrdinal);
  }

  /** Deletes those of the ids that exist; how many that were. */
  public int delete(String namespace, List<String> ids) {
    return writer.delete(namespace, ids);
  }

  /**
   * Deletes everything in the namespace that matches as of one point in the order of changes; how
   * many that were.
   */
  public long deleteAll(String namespace, Filter filter) {
    return writer.deleteAll(namespace, filter);
  }

  /** Makes all acknowledged writes durable and checkpoints the views. */
  public void flush() {
    committer.maintain(
        () -> {
          maintenance.checkpoint(false);
          return true;
        });
  }

  /**
   * Drops what is dead from the log, and builds one vector segment of what is live. Reads go on
   * meanwhile; writes wait for the first.
   */
  public CompactReport compact() {
    var report = committer.maintain(maintenance::compact);
    store.views().vector().compact();
    flush(); // the files of the old segments go with the checkpoint that does not name them
    return report;
  }

  /** Checks log, id map and views against each other; writes wait meanwhile, reads go on. */
  public VerifyReport verify() {
    return verify((_, _) -> {});
  }

  /** The same, with somebody who hears how far it is. */
  public VerifyReport verify(Progress progress) {
    return committer.maintain(
        () -> {
          maintenance.settle();
          return new StoreVerifier(store).run(progress);
        });
  }

  /**
   * Copies the store, as of one sequence, into an empty or missing directory: the log, then the
   * properties, which make the copy a store. The views are left out, since opening the copy
   * rebuilds them. Reads and writes go on.
   */
  public void backup(Path target) {
    try (var _ = snapshot()) { // so that the store is not closed meanwhile
      Require.that(
          !target
              .toAbsolutePath()
              .normalize()
              .startsWith(store.directory().toAbsolutePath().normalize()),
          "a backup needs a place outside the store, %s is within it",
          target);
      Require.that(
          store.options().storage().list(target).isEmpty(),
          "a backup needs an empty or missing directory, %s holds files",
          target);
      store.log().copyTo(target.resolve("log"));
      store.info().write(store.options().storage(), target);
    } catch (IOException e) {
      throw new StorageException(target, "cannot be listed: " + e.getMessage(), e);
    }
  }

  public LogStatistics logStats() {
    return store.log().stats();
  }

  /** The views, for their statistics. */
  public List<View> views() {
    return store.views().all();
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
      if (reader.close()) {
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
      reader.awaitReaders();
      store.health().requireLock(); // whatever else has failed: the log's close writes as well
      maintenance.checkpoint(true);
    } catch (RuntimeException | Error e) {
      // What the checkpoint lacks is replayed from the log.
      LOG.warn("{} was closed without a checkpoint: {}", store.directory(), e.toString());
      failure = Optional.of(e);
    } finally {
      release();
    }
    if (failure.isPresent() && store.asyncWindow().isOpen()) {
      throw new StorageException(
          store.directory(),
          "it is closed, but the last acknowledged writes may not be durable ("
              + failure.get().getMessage()
              + "); open it again and look what is there",
          failure.get());
    }
  }

  /** Releases each, whatever happens to the others: above all the lock, for the next to open. */
  private void release() {
    try (lock;
        var _ = store.log();
        var _ = store.views()) {
      store.catalog().ids().close();
    } catch (IOException e) {
      LOG.warn("{} could not be unlocked: {}", store.directory(), e.getMessage());
    }
  }
}
