package dev.mneme.core.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a directory against other engines: the kernel's lock of a file, and a note of the
 * owner beside it ({@link LockOwner}).
 *
 * <p>The kernel's lock goes when its process ends, however it ends, and is seen by every process of
 * the machine, in whatever container. But it goes as well when the process opens and closes the
 * file, and where the file is deleted the next lock is of another file. So the note is looked at
 * first, without touching the locked file: if the process it names runs, the lock is refused. What
 * that cannot tell, a process in another container after the kernel's lock was lost, the owner
 * itself notices by {@link #check}: whoever takes over replaces the note first.
 */
final class ProcessLock implements Storage.Lock {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessLock.class);

  /**
   * The files that this process has locked. Static, because the locks of POSIX belong to the
   * process: a second engine that merely opened and closed the lock file would drop the first one's
   * lock, so it has to be refused before it touches the file. For engines of other class loaders
   * the note of the owner does the same.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  /**
   * Notes of this process that could not be deleted, though their locks were given back: the disk
   * refused, or the directory has another name by now.
   */
  private static final Set<String> RELEASED = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;
  private final Path note;
  private final LockOwner owner;
  private final Optional<LockOwner.Stamp> stamp;

  private ProcessLock(Path key, FileChannel channel, Path note, LockOwner owner)
      throws IOException {
    this.key = key;
    this.channel = channel;
    this.note = note;
    this.owner = owner;
    this.stamp = LockOwner.stamp(note);
  }

  /**
   * @param file its directory exists
   * @throws Storage.Held if somebody has it
   */
  static Storage.Lock take(Path file) throws IOException {
    var key = key(file);
    if (!LOCKED.add(key)) {
      throw new Storage.Held("another engine in this process has the store open");
    }
    boolean locked = false;
    try {
      requireUnowned(LockOwner.path(key));
      var lock = SystemStorage.uninterrupted(() -> lock(key));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        LOCKED.remove(key);
      }
    }
  }

  /**
   * A lock for who only reads: it keeps writers away where there is a file to lock, and makes none.
   *
   * @throws Storage.Held if a writer has the lock
   */
  static Storage.Lock takeShared(Path file) throws IOException {
    var key = key(file);
    if (LOCKED.contains(key)) {
      throw new Storage.Held("another engine in this process has the store open");
    }
    requireUnowned(LockOwner.path(key));
    return SystemStorage.uninterrupted(() -> lockShared(key));
  }

  private static Path key(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw new IOException("a lock needs a file");
    }
    return directory.toRealPath().resolve(name);
  }

  private static void requireUnowned(Path note) throws IOException {
    var owner = LockOwner.read(note);
    if (owner.isEmpty() || RELEASED.contains(owner.get().nonce())) {
      return;
    }
    switch (owner.get().standing()) {
      case OURS ->
          throw new Storage.Held(
              "another engine in this process has the store open; if none has, delete " + note);
      case RUNNING ->
          throw new Storage.Held(
              "another process has the store open, its number is "
                  + owner.get().pid()
                  + "; if it has not, delete "
                  + note);
      case GONE_OR_FOREIGN -> {}
    }
  }

  private static Storage.Lock lock(Path key) throws IOException {
    SystemStorage.requireRegularOrMissing(key);
    if (!Files.exists(key)) {
      try {
        SystemStorage.createFile(key);
      } catch (FileAlreadyExistsException raced) {
        // by another process: the kernel decides who has it
      }
    }
    var channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      requireLock(channel, false);
      var note = LockOwner.path(key);
      requireUnowned(note); // it may have come in between
      var lock = new ProcessLock(key, channel, note, LockOwner.write(note));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static Storage.Lock lockShared(Path key) throws IOException {
    if (!Files.isRegularFile(key)) {
      return () -> {};
    }
    var channel = FileChannel.open(key, StandardOpenOption.READ);
    boolean locked = false;
    try {
      requireLock(channel, true);
      locked = true;
      return channel::close;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static void requireLock(FileChannel channel, boolean shared) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      throw new Storage.Held("another engine in this process has the store open");
    }
    if (lock == null) {
      throw new Storage.Held("another process has the store open");
    }
  }

  @Override
  public void check() throws IOException {
    if (!isOurs()) {
      throw new IOException(
          note
              + " was deleted or replaced: another process may have taken the store over;"
              + " open it again to go on");
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      // The file goes first: whoever finds the key free must be able to lock the file.
      try (channel) {
        forget();
      } finally {
        LOCKED.remove(key);
      }
    }
  }

  private boolean isOurs() throws IOException {
    return stamp.isPresent() && LockOwner.stamp(note).equals(stamp);
  }

  /** Not where somebody else has taken over. */
  private void forget() {
    try {
      if (isOurs()) {
        Files.delete(note);
        return;
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", note, e.toString());
    }
    RELEASED.add(owner.nonce());
  }
}
