package dev.mneme.index.sync;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The real storage, with files that cannot be written or put in place while a test says so. */
final class TrippedStorage implements Storage {
  private static final Storage REAL = Storage.system();

  final AtomicLong syncs = new AtomicLong();
  volatile Predicate<Path> failing = _ -> false;

  /** Files that are written, and then an error follows that no disk makes. */
  volatile Predicate<Path> broken = _ -> false;

  /** Files whose fsync alone fails. */
  volatile Predicate<Path> failingSync = _ -> false;

  @Override
  public List<String> list(Path directory) throws IOException {
    return REAL.list(directory);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return REAL.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return REAL.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    REAL.createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    return new TrippedFile(file, REAL.open(file, mode));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    trip(to);
    REAL.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    REAL.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    REAL.deleteTree(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    REAL.syncDirectory(directory);
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    return REAL.map(file, length);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return REAL.lock(file);
  }

  private void trip(Path path) throws IOException {
    if (failing.test(path)) {
      throw new IOException("injected failure: " + path.getFileName());
    }
  }

  private final class TrippedFile implements File {
    private final Path path;
    private final File file;

    private TrippedFile(Path path, File file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      trip(path);
      file.write(bytes, position);
      if (broken.test(path)) {
        throw new IllegalStateException("injected error: " + path.getFileName());
      }
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
    public void sync() throws IOException {
      trip(path);
      if (failingSync.test(path)) {
        throw new IOException("injected failure: fsync of " + path.getFileName());
      }
      if (path.toString().endsWith(".log")) {
        syncs.incrementAndGet();
      }
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
