package dev.mneme.core.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.List;

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

  private static final boolean DIRECTORIES_CAN_SYNC = java.io.File.separatorChar == '/';

  private SystemStorage() {}

  @Override
  public List<String> list(Path directory) throws IOException {
    return explained(() -> names(directory));
  }

  private static List<String> names(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString()); // to open a pipe would wait for ever
    }
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
  public Kind kind(Path path) {
    if (Files.isRegularFile(path)) {
      return Kind.FILE;
    }
    if (Files.isDirectory(path)) {
      return Kind.DIRECTORY;
    }
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Kind.OTHER : Kind.NOTHING;
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    explained(
        () -> {
          createMissing(directory);
          return true;
        });
  }

  private void createMissing(Path directory) throws IOException {
    var missing = new ArrayDeque<Path>();
    for (Path path = directory.toAbsolutePath();
        path != null && !Files.exists(path);
        path = path.getParent()) {
      missing.push(path);
    }
    for (Path path : missing) {
      try {
        Files.createDirectory(path, OwnerOnly.directory(path));
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
    return explained(
        () -> {
          if (mode == Mode.CREATE || (mode == Mode.WRITE && !Files.exists(file))) {
            createFile(file);
          }
          requireRegularOrMissing(file);
          return new SystemFile(
              new RandomAccessFile(file.toFile(), mode == Mode.READ ? "r" : "rw"));
        });
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    explained(
        () ->
            Files.move(
                from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
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
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
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
    requireRegularOrMissing(file);
    return uninterrupted(
        () -> {
          try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length, Arena.ofAuto());
          }
        });
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return explained(() -> ProcessLock.take(file));
  }

  @Override
  public Lock lockForReading(Path file) throws IOException {
    return explained(() -> ProcessLock.takeShared(file));
  }

  /**
   * Nothing but regular files is opened: to open a pipe waits for somebody at its other end, and to
   * open a device may do anything.
   */
  static void requireRegularOrMissing(Path file) throws IOException {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new FileSystemException(
            file.toString(), null, "it is no regular file; move it out of the way");
      }
    } catch (NoSuchFileException missing) {
      // whoever needs it will say so
    }
  }

  /** Makes an empty file that is its owner's alone; it must not exist. */
  static void createFile(Path file) throws IOException {
    Files.createFile(file, OwnerOnly.file(file));
  }

  /** Says what to do where the file system only says which file it is about. */
  private static <T> T explained(IoCall<T> call) throws IOException {
    try {
      return call.run();
    } catch (AccessDeniedException e) {
      throw denied(e.getFile(), e);
    } catch (FileNotFoundException e) {
      var message = String.valueOf(e.getMessage());
      int reason = message.lastIndexOf(" (Permission denied)");
      throw reason < 0 ? e : denied(message.substring(0, reason), e);
    }
  }

  private static AccessDeniedException denied(String file, IOException cause) {
    var explained =
        new AccessDeniedException(
            file,
            null,
            "permission denied; give user "
                + System.getProperty("user.name")
                + " the right to read and write it");
    explained.initCause(cause);
    return explained;
  }

  /**
   * Runs an operation on a channel of its own, again from the start if an interrupt closed that
   * channel.
   */
  static <T> T uninterrupted(IoCall<T> call) throws IOException {
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

  interface IoCall<T> {
    T run() throws IOException;
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
