package dev.mneme.search.engine;

import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The real file system, until it has no room, or cannot be changed at all. */
final class FullDisk extends ForwardingStorage {
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
  protected Storage at(Path path) {
    return REAL;
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
  public boolean link(Path file, Path link) throws IOException {
    growing(link);
    return REAL.link(file, link);
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
  public Lock lock(Path file) throws IOException {
    growing(file);
    return REAL.lock(file);
  }

  private final class Handle extends ForwardingFile {
    private final Path path;
    private final File file;

    private Handle(Path path, File file) {
      super(file);
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
    public void truncate(long size) throws IOException {
      changing(path);
      file.truncate(size);
    }
  }
}
