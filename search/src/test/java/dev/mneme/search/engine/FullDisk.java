package dev.mneme.search.engine;

import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The real file system, until it has no room, or cannot be changed at all. */
final class FullDisk implements Storage {
  private static final Storage REAL = Storage.system();

  /** What the disk does. */
  enum Mood {
    WELL,
    /** Nothing can be written or made; what is there can be deleted and renamed. */
    FULL,
    /** Nothing can be changed. */
    READ_ONLY
  }

  volatile Mood mood = Mood.WELL;
  private final Path place;

  /**
   * @param place under which it is like that
   */
  FullDisk(Path place) {
    this.place = place;
  }

  private void growing(Path path) throws IOException {
    if (mood != Mood.WELL && path.startsWith(place)) {
      throw new IOException(
          mood == Mood.FULL ? "No space left on device" : "Read-only file system");
    }
  }

  private void changing(Path path) throws IOException {
    if (mood == Mood.READ_ONLY) {
      growing(path);
    }
  }

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
    if (!REAL.exists(directory)) {
      growing(directory);
    }
    REAL.createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    if (mode == Mode.CREATE || (mode == Mode.WRITE && !REAL.exists(file))) {
      growing(file);
    }
    if (mode == Mode.WRITE) {
      changing(file);
    }
    return new Handle(file, REAL.open(file, mode));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    changing(to);
    REAL.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    changing(path);
    REAL.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    if (REAL.exists(directory)) {
      changing(directory);
    }
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
    growing(file);
    return REAL.lock(file);
  }

  @Override
  public Lock lockForReading(Path file) throws IOException {
    return REAL.lockForReading(file);
  }

  private final class Handle implements File {
    private final Path path;
    private final File file;

    private Handle(Path path, File file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      changing(path);
      if (position + bytes.remaining() > file.size()) {
        growing(path);
      }
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
      changing(path);
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
