package dev.mneme.index.store.state;

import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InternalException;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a store may still be written, and if not, why. The first cause stays. Thread-safe; to
 * note a cause allocates nothing and throws nothing, because it has to be noted also where there is
 * no memory left.
 */
public final class Health {
  private static final String REFUSED =
      "the store refuses writes until it is reopened, reads go on";
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final Path directory;
  private final Storage.Lock lock;
  private final MemoryLog log;
  private final Views views;
  private volatile @Nullable Throwable failure;
  private volatile boolean unwritable;

  /**
   * @param directory of the store, for messages
   * @param lock that keeps others away
   */
  Health(Path directory, Storage.Lock lock, MemoryLog log, Views views) {
    this.directory = directory;
    this.lock = lock;
    this.log = log;
    this.views = views;
  }

  public boolean isFailed() {
    return failure != null;
  }

  /**
   * Before anything is written.
   *
   * @throws MnemeException if writes are refused, or a view could not take them
   */
  public void require() {
    if (failure == null) {
      views.failure().ifPresent(this::stopWrites);
    }
    if (failure != null) {
      throw refusal();
    }
  }

  /**
   * Refuses to write where somebody else may have the store.
   *
   * @throws MnemeException if so; neither log nor views are written any more then
   */
  public void requireLock() {
    try {
      lock.check();
    } catch (IOException e) {
      stopWrites(e);
      log.stop(e);
      throw refusal();
    }
  }

  /** Refuses writes from now on. */
  public void note(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * The same for work beside commits. A damaged record that it came upon, or an error inside the
   * engine, is no reason to refuse writes, as long as nothing was changed before.
   */
  public void noteUnlessHarmless(Throwable cause) {
    if (!isHarmless(cause)) {
      note(cause);
    }
  }

  /** As {@link #note}, and says so in the program's log, if it can. */
  public void stopWrites(Throwable cause) {
    note(cause);
    try {
      LOG.error("{} refuses writes until it is reopened", directory, cause);
    } catch (Throwable unsaid) { // logging allocates: there may be no memory for it
      return;
    }
  }

  /**
   * Refuses writes from the beginning, since the disk does. To be called before the first write.
   */
  public void refuseWrites(Exception cause) {
    unwritable = true;
    failure = cause;
    log.stop(cause);
  }

  /**
   * What a caller gets that wants to write, or whose answer an error has kept. A programming error,
   * or memory that has run out, is named as such.
   */
  public MnemeException refusal() {
    var cause = failure;
    if (cause == null) {
      return new InternalException(
          directory + ": " + REFUSED,
          new IllegalStateException("the committer's thread has ended"));
    }
    if (unwritable) {
      return new StorageException(
          directory,
          "it is open for reading only, for it cannot be written ("
              + cause.getMessage()
              + "); make room or give the right to write, and open it again",
          cause);
    }
    return isOfStorage(cause) || cause instanceof CorruptionException
        ? new StorageException(
            directory, "a write failed (" + cause.getMessage() + "); " + REFUSED, cause)
        : new InternalException(directory + ": a write was begun; " + REFUSED, cause);
  }

  /** Whether it says nothing of the disk, and is no error of the JVM. */
  public static boolean isHarmless(Throwable cause) {
    return cause instanceof CorruptionException
        || cause instanceof InternalException
        || (cause instanceof RuntimeException
            && !(cause instanceof MnemeException)
            && !isOfStorage(cause));
  }

  private static boolean isOfStorage(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException || cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
