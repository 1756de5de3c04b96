package dev.mneme.index.text;

import dev.mneme.core.log.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lucene's files by way of {@link Storage}: whatever changes the disk goes through it, so that each
 * such call can be failed, and none is harmed by an interrupt. Files are read by mapping them.
 * Thread-safe.
 *
 * <p>There is no lock file: the store that owns the directory has its own.
 */
final class StorageDirectory extends FilterDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(StorageDirectory.class);
  private static final int BUFFER = 8 << 10;

  private final Storage storage;
  private final Path path;
  private final AtomicLong temporaries = new AtomicLong();

  /** Files that Lucene has deleted and the disk has kept: hidden, and overwritten where need be. */
  private final Set<String> undeleted = ConcurrentHashMap.newKeySet();

  private StorageDirectory(Storage storage, Path path, MMapDirectory mapped) {
    super(mapped);
    this.storage = storage;
    this.path = path;
  }

  static StorageDirectory open(Storage storage, Path path) throws IOException {
    storage.createDirectories(path);
    return new StorageDirectory(storage, path, new MMapDirectory(path, NoLockFactory.INSTANCE));
  }

  @Override
  public String[] listAll() throws IOException {
    return storage.list(path).stream()
        .filter(name -> !undeleted.contains(name))
        .toArray(String[]::new);
  }

  @Override
  public long fileLength(String name) throws IOException {
    return storage.size(existing(name));
  }

  /**
   * A file that cannot be deleted is no reason to stop writing: it is in nobody's way, and the next
   * open tries again.
   */
  @Override
  public void deleteFile(String name) throws IOException {
    try {
      storage.delete(existing(name));
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      undeleted.add(name);
      LOG.warn("{} cannot be deleted: {}", path.resolve(name), e.getMessage());
    }
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    if (undeleted.remove(name)) {
      storage.delete(path.resolve(name));
    }
    return create(name);
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    while (true) {
      var name = getTempFileName(prefix, suffix, temporaries.getAndIncrement());
      try {
        return create(name);
      } catch (FileAlreadyExistsException left) {
        // by a run that ended badly: the next number
      }
    }
  }

  private IndexOutput create(String name) throws IOException {
    var file = storage.open(path.resolve(name), Storage.Mode.CREATE);
    return new OutputStreamIndexOutput(
        "StorageDirectory(" + path.resolve(name) + ")", name, new Output(file), BUFFER);
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    for (var name : names) {
      try (var file = storage.open(existing(name), Storage.Mode.WRITE)) {
        file.sync();
      }
    }
  }

  @Override
  public void syncMetaData() throws IOException {
    storage.syncDirectory(path);
  }

  @Override
  public void rename(String source, String dest) throws IOException {
    undeleted.remove(dest);
    storage.rename(existing(source), path.resolve(dest));
  }

  private Path existing(String name) throws IOException {
    if (undeleted.contains(name)) {
      throw new NoSuchFileException(name);
    }
    return path.resolve(name);
  }

  /** Appends. Lucene calls it with full buffers only. */
  private static final class Output extends OutputStream {
    private final Storage.File file;
    private long position;

    private Output(Storage.File file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(ByteBuffer.wrap(bytes, offset, length), position);
      position += length;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
