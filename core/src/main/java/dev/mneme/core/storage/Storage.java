package dev.mneme.core.storage;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The only way to the disk, so that a faulty implementation can fail any step. Paths are absolute
 * or relative to the working directory, as in {@link java.nio.file.Files}. Methods throw {@link
 * IOException} as the file system gives it; callers turn it into {@link
 * dev.mneme.error.StorageException} with the path. Thread-safe.
 */
public interface Storage {

  /** The real file system. */
  static Storage system() {
    return SystemStorage.INSTANCE;
  }

  /**
   * A disk that cannot be written, or must not be, for a store that is only read: what recovery
   * would change there has no effect on it.
   *
   * @param store its directory, with the log in {@code log}; what lies elsewhere is written
   */
  static Storage readOnly(Storage disk, Path store) {
    return new ReadOnlyStorage(disk, store);
  }

  /** Whether it is one that can be written at all. */
  default boolean writes() {
    return true;
  }

  /** Names of the entries of a directory, sorted; empty if it does not exist. */
  List<String> list(Path directory) throws IOException;

  boolean exists(Path path) throws IOException;

  /** What lies at a path, links followed. */
  Kind kind(Path path) throws IOException;

  long size(Path file) throws IOException;

  /** Creates the directory and its parents, and syncs the parent of each one created. */
  void createDirectories(Path directory) throws IOException;

  /** Opens for positional reads and writes; creates it if {@code create}. */
  File open(Path file, Mode mode) throws IOException;

  /** Atomically renames within a file system, replacing the target. */
  void rename(Path from, Path to) throws IOException;

  /**
   * Makes {@code link} a second name of {@code file}, for a file that never changes again; false,
   * and nothing done, where the file systems of the two cannot do that.
   */
  default boolean link(Path file, Path link) throws IOException {
    return false;
  }

  void delete(Path path) throws IOException;

  /** Deletes a directory with everything in it; nothing happens if it is not there. */
  void deleteTree(Path directory) throws IOException;

  /** Makes creations, renames and deletions in the directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /**
   * Maps the first {@code length} bytes read-only, little-endian access by the caller; unmapped
   * when unreachable. The caller has checked that the file is that long.
   */
  MemorySegment map(Path file, long length) throws IOException;

  /**
   * Takes an exclusive lock of the process on the file (created if missing).
   *
   * @throws Held if another process or engine has it
   */
  Lock lock(Path file) throws IOException;

  /**
   * Takes the lock for somebody who only reads: it keeps writers away, and throws if one has it.
   * Makes and changes no file; where there is no file to lock it locks nothing.
   */
  default Lock lockForReading(Path file) throws IOException {
    return lock(file);
  }

  /** Somebody else has the lock. */
  final class Held extends IOException {
    private static final long serialVersionUID = 1;

    public Held(String message) {
      super(message);
    }
  }

  /** What may lie at a path. */
  enum Kind {
    NOTHING,
    FILE,
    DIRECTORY,
    /** A pipe, a device, a link to nothing: to open it may wait for ever. */
    OTHER
  }

  /** How a file is opened. */
  enum Mode {
    READ,
    /** Read and write an existing file, or create it. */
    WRITE,
    /** Create it; it must not exist. */
    CREATE
  }

  /** An open file. One user at a time. */
  interface File extends AutoCloseable {
    /** Writes all remaining bytes at {@code position}. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads until the buffer is full or the file ends; returns the bytes read. */
    int read(ByteBuffer into, long position) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** Makes content and length durable (fsync). */
    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** A held process lock. */
  interface Lock extends AutoCloseable {
    /**
     * Throws if somebody else may have taken the lock in the meantime, in spite of it: the owner
     * must write nothing more then. Cheap.
     */
    default void check() throws IOException {}

    @Override
    void close() throws IOException;
  }

  /**
   * Replaces {@code file} by {@code content} so that after a crash either the old or the new
   * content is there: writes a sibling {@code .tmp}, syncs, renames, syncs the directory.
   */
  default void writeAtomically(Path file, ByteBuffer content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    if (exists(temporary)) {
      delete(temporary);
    }
    try (File out = open(temporary, Mode.CREATE)) {
      out.write(content, 0);
      out.sync();
    }
    rename(temporary, file);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      syncDirectory(directory);
    }
  }

  /** Copies the first {@code length} bytes of a file into a new one, durably. */
  default void copy(Path from, long length, Path to) throws IOException {
    try (File in = open(from, Mode.READ);
        File out = open(to, Mode.CREATE)) {
      var chunk = new byte[(int) Math.min(length, 1 << 20)];
      for (long at = 0; at < length; at += chunk.length) {
        int size = (int) Math.min(chunk.length, length - at);
        if (in.read(ByteBuffer.wrap(chunk, 0, size), at) < size) {
          throw new EOFException(from + " ended while it was copied");
        }
        out.write(ByteBuffer.wrap(chunk, 0, size), at);
      }
      out.sync();
    }
  }

  /** The whole content of a file of less than 2 GiB. */
  default byte[] readFully(Path file) throws IOException {
    try (File in = open(file, Mode.READ)) {
      var bytes = new byte[Math.toIntExact(in.size())];
      var buffer = ByteBuffer.wrap(bytes);
      int read = in.read(buffer, 0);
      return read == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, Math.max(read, 0));
    }
  }
}
