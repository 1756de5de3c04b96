package dev.mneme.index.store;

import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.store.repair.StoreRecovery;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.index.store.state.RecoveredStore;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps from a directory to an open store: lock, properties, log, recovery. */
final class StoreOpening {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);
  private static final String LOCK = "lock";
  private static final int PROBE_BYTES = 64 << 10;

  private final Path directory;
  private final StoreOptions options;
  private final Storage storage;
  private final Storage.Lock lock;

  private StoreOpening(Path directory, StoreOptions options, Storage.Lock lock) {
    this.directory = directory;
    this.options = options;
    this.storage = options.storage();
    this.lock = lock;
  }

  /** See {@link LocalStore#open}. */
  static LocalStore open(Path directory, StoreOptions options) {
    var storage = options.storage();
    try {
      StoreProperties.requireStoreOrEmpty(storage, directory);
      try {
        storage.createDirectories(directory);
        var lock = storage.lock(directory.resolve(LOCK));
        return new StoreOpening(directory, options, lock).open(Optional.empty());
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

  private static LocalStore openForReading(Path directory, StoreOptions options, Exception cause)
      throws IOException {
    LOG.warn("{} is opened for reading, for it cannot be written: {}", directory, cause.toString());
    var disk = options.storage();
    // With ids on the heap, which needs no file.
    var reading = options.storage(Storage.readOnly(disk, directory)).offHeapIdsFrom(Long.MAX_VALUE);
    var lock = disk.lockForReading(directory.resolve(LOCK));
    return new StoreOpening(directory, reading, lock).open(Optional.of(cause));
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
  private LocalStore open(Optional<Exception> unwritable) throws IOException {
    try {
      var store = recover();
      store.start(unwritable);
      return store;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private LocalStore recover() {
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
      return opened(log, known.orElse(info), recovered);
    } catch (RuntimeException | Error e) {
      closeQuietly(log);
      throw e;
    }
  }

  /**
   * The last step, behind which nothing is left open where it fails.
   *
   * @param written what the properties on disk say
   */
  private LocalStore opened(MemoryLog log, StoreProperties written, RecoveredStore recovered) {
    try {
      if (!written.equals(recovered.info()) && storage.writes()) {
        recovered.info().write(storage, directory);
      }
      recovered.replay().expired().ifPresent(upTo -> noteExpired(log, upTo));
      var store = new OpenStore(directory, options, lock, log, recovered);
      return new LocalStore(store, lock, recovered.replay().records());
    } catch (RuntimeException | Error e) {
      closeQuietly(recovered.catalog().ids());
      closeQuietly(recovered.views());
      throw e;
    }
  }

  /** What was left out at open stays out, whatever the clock says at the next. */
  private void noteExpired(MemoryLog log, Instant upTo) {
    if (!storage.writes()) {
      return;
    }
    try {
      log.appendExpiry(upTo, upTo);
      log.sync();
    } catch (StorageException e) {
      LOG.warn("{}: what has expired could not be noted: {}", directory, e.getMessage());
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
}
