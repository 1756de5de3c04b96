package dev.mneme.index.store;

import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The real storage, with files that cannot be written or put in place while a test says so. */
final class TrippedStorage extends ForwardingStorage {
  private static final Storage REAL = Storage.system();

  final AtomicLong syncs = new AtomicLong();
  volatile Predicate<Path> failing = _ -> false;

  /** Files that are written, and then an error follows that no disk makes. */
  volatile Predicate<Path> broken = _ -> false;

  /** Files whose fsync alone fails. */
  volatile Predicate<Path> failingSync = _ -> false;

  @Override
  protected Storage at(Path path) {
    return REAL;
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
  public boolean link(Path file, Path link) throws IOException {
    trip(link);
    return REAL.link(file, link);
  }

  private void trip(Path path) throws IOException {
    if (failing.test(path)) {
      throw new IOException("injected failure: " + path.getFileName());
    }
  }

  private final class TrippedFile extends ForwardingFile {
    private final Path path;
    private final File file;

    private TrippedFile(Path path, File file) {
      super(file);
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
  }
}
