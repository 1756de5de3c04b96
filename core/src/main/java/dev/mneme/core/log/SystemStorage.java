package dev.mneme.core.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The real file system. Thread-safe; each open file has one user at a time.
 *
 * <p>No operation is harmed by a thread interrupt, which would close a {@link FileChannel} under
 * whoever shares it: files are read and written through {@link RandomAccessFile}, whose calls are
 * not interruptible, and the few operations that need a channel use one of their own, with the
 * interrupt put off until they are done.
 */
final class SystemStorage implements Storage {
  static final SystemStorage INSTANCE = new SystemStorage();

  /**
   * The files that this process has locked. Static, because the locks of POSIX belong to the
   * process: a second engine that merely opened and closed the lock file would drop the first one's
   * lock, so it has to be refused before it touches the file, whichever class loader or engine
   * holds it.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private static final boolean DIRECTORIES_CAN_SYNC = java.io.File.separatorChar == '/';

  private SystemStorage() {}

  @Override
  public List<String> list(Path directory) throws IOException {
    try (var entries = Files.newDirectoryStream(directory)) {
      var names = new java.util.ArrayList<String>();
      for (var entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
      names.sort(null);
      return names;
    } catch (NoSuchFileException missing) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    var missing = new ArrayDeque<Path>();
    for (Path path = directory.toAbsolutePath();
        path != null && !Files.exists(path);
        path = path.getParent()) {
      missing.push(path);
    }
    for (Path path : missing) {
      try {
        Files.createDirectory(path);
      } catch (FileAlreadyExistsException raced) {
        if (!Files.isDirectory(path)) {
          throw raced;
        }
      }
      Path parent = path.getParent();
      if (parent != null) {
        syncDirectory(parent);
      }
    }
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
  }

  @Override
  public Storage.File open(Path file, Mode mode) throws IOException {
    if (mode == Mode.CREATE) {
      Files.createFile(file);
    }
    return new SystemFile(new RandomAccessFile(file.toFile(), mode == Mode.READ ? "r" : "rw"));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public boolean link(Path file, Path link) {
    try {
      Files.createLink(link, file);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another file system, or one without links; a real fault shows when it is
      // copied
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      for (var name : list(directory)) {
        deleteTree(directory.resolve(name));
      }
    }
    Files.delete(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (DIRECTORIES_CAN_SYNC) {
      uninterrupted(
          () -> {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              channel.force(true);
              return true;
            }
          });
    }
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    return uninterrupted(
        () -> {
          try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.ofAuto());
          }
        });
  }

  @Override
  public Lock lock(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (directory == null || name == null) {
      throw new IOException("a lock needs a file");
    }
    Path key = directory.toRealPath().resolve(name);
    if (!LOCKED.add(key)) {
      throw new IOException("another engine in this process has the store open");
    }
    boolean locked = false;
    try {
      var lock = uninterrupted(() -> lockChannel(key));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        LOCKED.remove(key);
      }
    }
  }

  private static Lock lockChannel(Path key) throws IOException {
    var channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("another process has the store open");
      }
      locked = true;
      return new SystemLock(key, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /**
   * Runs an operation on a channel of its own, again from the start if an interrupt closed that
   * channel.
   */
  private static <T> T uninterrupted(IoCall<T> call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface IoCall<T> {
    T run() throws IOException;
  }

  private record SystemLock(Path key, FileChannel channel) implements Lock {
    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        // The file goes first: whoever finds the key free must be able to lock the file.
        try {
          channel.close();
        } finally {
          LOCKED.remove(key);
        }
      }
    }
  }

  private record SystemFile(RandomAccessFile file) implements Storage.File {
    private static final int CHUNK = 1 << 20;

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      file.seek(position);
      if (bytes.hasArray()) {
        file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
        return;
      }
      var chunk = new byte[Math.min(CHUNK, bytes.remaining())];
      while (bytes.hasRemaining()) {
        int length = Math.min(chunk.length, bytes.remaining());
        bytes.get(chunk, 0, length);
        file.write(chunk, 0, length);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      file.seek(position);
      int total = 0;
      var chunk = into.hasArray() ? into.array() : new byte[Math.min(CHUNK, into.remaining())];
      while (into.hasRemaining()) {
        boolean direct = into.hasArray();
        int at = direct ? into.arrayOffset() + into.position() : 0;
        int wanted = direct ? into.remaining() : Math.min(chunk.length, into.remaining());
        int read = file.read(chunk, at, wanted);
        if (read < 0) {
          break;
        }
        if (direct) {
          into.position(into.position() + read);
        } else {
          into.put(chunk, 0, read);
        }
        total += read;
      }
      return total;
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (size < file.length()) {
        file.setLength(size);
      }
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
