package dev.mneme.index.store;

import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A storage that asks a test before every call, which may throw an {@link Error} or an {@link
 * IOException} there.
 */
class ErringStorage extends ForwardingStorage {
  /** Told of a call before it is made. */
  interface Hook {
    void before(String call, Path path) throws IOException;
  }

  private final Storage storage;
  volatile Hook hook = (_, _) -> {};

  ErringStorage(Storage storage) {
    this.storage = storage;
  }

  @Override
  protected Storage at(Path path) {
    return storage;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    hook.before("list", directory);
    return storage.list(directory);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    hook.before("exists", path);
    return storage.exists(path);
  }

  @Override
  public Kind kind(Path path) throws IOException {
    hook.before("kind", path);
    return storage.kind(path);
  }

  @Override
  public long size(Path file) throws IOException {
    hook.before("size", file);
    return storage.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    hook.before("createDirectories", directory);
    storage.createDirectories(directory);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    hook.before("open " + mode, file);
    return new ErringFile(file, storage.open(file, mode));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    hook.before("rename", to);
    storage.rename(from, to);
  }

  @Override
  public boolean link(Path file, Path link) throws IOException {
    hook.before("link", link);
    return storage.link(file, link);
  }

  @Override
  public void delete(Path path) throws IOException {
    hook.before("delete", path);
    storage.delete(path);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    hook.before("deleteTree", directory);
    storage.deleteTree(directory);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    hook.before("syncDirectory", directory);
    storage.syncDirectory(directory);
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    hook.before("map", file);
    return storage.map(file, length);
  }

  @Override
  public Lock lockForReading(Path file) throws IOException {
    hook.before("lockForReading", file);
    return storage.lockForReading(file);
  }

  private final class ErringFile extends ForwardingFile {
    private final Path path;
    private final File file;

    private ErringFile(Path path, File file) {
      super(file);
      this.path = path;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      hook.before("write", path);
      file.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      hook.before("read", path);
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      hook.before("size", path);
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      hook.before("truncate", path);
      file.truncate(size);
    }

    @Override
    public void sync() throws IOException {
      hook.before("sync", path);
      file.sync();
    }
  }
}
