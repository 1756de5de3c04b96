package dev.mneme.index.sync;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of a directory tree that shares its files until they are written to: the copy lies in a
 * directory of its own and holds symbolic links, each of which becomes a file when it is opened for
 * writing. Whatever would change something outside the copy is refused, so that the original stays
 * as it is whatever is done to the copy. Thread-safe.
 */
final class ScratchStorage implements Storage {
  private static final int CHUNK = 1 << 20;

  private final Storage storage;
  private final Path scratch;

  /**
   * @param storage the real one
   * @param scratch an existing directory, which is the caller's to delete
   */
  ScratchStorage(Storage storage, Path scratch) {
    this.storage = storage;
    this.scratch = scratch.toAbsolutePath().normalize();
  }

  /** Gives the copy a file of the original. */
  void share(Path original, Path copy) throws IOException {
    requireWithin(copy);
    try {
      Files.createSymbolicLink(copy, original.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      copy(original, copy); // there are no links here; a real fault shows now
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (var in = storage.open(from, Mode.READ);
        var out = storage.open(to, Mode.CREATE)) {
      var buffer = ByteBuffer.allocate(CHUNK);
      long at = 0;
      for (int read = in.read(buffer, at); read > 0; read = in.read(buffer.clear(), at)) {
        out.write(buffer.flip(), at);
        at += read;
      }
    }
  }

  private void requireWithin(Path path) throws IOException {
    if (!path.toAbsolutePath().normalize().startsWith(scratch)) {
      throw new IOException(path + " is only read here");
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return storage.list(directory);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return storage.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return storage.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    requireWithin(directory);
    storage.createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    if (mode != Mode.READ) {
      requireWithin(file);
      if (mode == Mode.WRITE && Files.isSymbolicLink(file)) {
        var own = file.resolveSibling(file.getFileName() + ".own");
        copy(file, own);
        storage.rename(own, file);
      }
    }
    var opened = storage.open(file, mode);
    return mode == Mode.READ ? opened : new Unsynced(opened);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    requireWithin(from);
    requireWithin(to);
    storage.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    requireWithin(path);
    storage.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    requireWithin(directory);
    storage.deleteTree(directory);
  }

  /** Nothing of the copy is to outlive anything. */
  @Override
  public void syncDirectory(Path directory) throws IOException {
    requireWithin(directory);
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    return storage.map(file, length);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    requireWithin(file);
    return storage.lock(file);
  }

  /** Whether the path is a file with content, or a link to one: no directory, pipe or device. */
  static boolean isFile(Path path) {
    return Files.isRegularFile(path);
  }

  /** A file of the copy, which is to outlive nothing either. */
  private record Unsynced(File file) implements File {
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      file.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void sync() {
      // the check reads through the same system that it writes through
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
