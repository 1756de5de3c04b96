package dev.mneme.index.text.lucene;

import dev.mneme.core.storage.Storage;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.store.OutputStreamIndexOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lucene's files by way of {@link Storage}: whatever changes the disk goes through it, so that each
 * such call can be failed, and none is harmed by an interrupt. Files are read by mapping them.
 * Thread-safe.
 *
 * <p>A disk that refuses to be written does not end Lucene's writer, through which searches see
 * what was added last: the new file goes on on the heap, and is put on the disk by the next commit,
 * which fails where that is still not possible. A merge, whose files may be large, is given up
 * instead.
 *
 * <p>There is no lock file: the store that owns the directory has its own.
 */
final class StorageDirectory extends FilterDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(StorageDirectory.class);
  private static final int BUFFER = 8 << 10;
  private static final int COPIED_AT_ONCE = 64 << 10;

  /** As much as the writer itself may buffer, several times. */
  private static final long MAX_KEPT_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16L << 20, 512L << 20);

  private final Storage storage;
  private final Path path;
  private final AtomicLong temporaries = new AtomicLong();

  /** Files that Lucene has deleted and the disk has kept: hidden, and overwritten where need be. */
  private final Set<String> undeleted = ConcurrentHashMap.newKeySet();

  /** Files that the disk has refused. Their names on the disk, if it has them, are undeleted. */
  private final ByteBuffersDirectory kept = new ByteBuffersDirectory();

  /** Files of merges that the disk has refused, which Lucene has yet to delete. */
  private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

  private final Map<String, Long> keptSizes = new ConcurrentHashMap<>();
  private volatile boolean refused;

  /** What lies there is no file that could be read. */
  static final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableFileException(Path file) {
      super(file + " is no regular file");
    }
  }

  private StorageDirectory(Storage storage, Path path, Directory mapped) {
    super(mapped);
    this.storage = storage;
    this.path = path;
  }

  static StorageDirectory open(Storage storage, Path path) throws IOException {
    try {
      storage.createDirectories(path);
      return new StorageDirectory(storage, path, new MMapDirectory(path, NoLockFactory.INSTANCE));
    } catch (IOException e) {
      if (storage.kind(path) != Storage.Kind.NOTHING) {
        throw e;
      }
      LOG.warn("{} cannot be made: {}; the index is kept on the heap", path, e.toString());
      return new StorageDirectory(storage, path, new ByteBuffersDirectory(NoLockFactory.INSTANCE));
    }
  }

  /** Whether the disk has refused a write since the last commit. */
  boolean isRefused() {
    return refused;
  }

  long heapBytes() {
    return keptSizes.values().stream().mapToLong(size -> size).sum();
  }

  /** Removes whatever lies there; what cannot be removed is hidden. */
  void wipe() throws IOException {
    for (var name : listAll()) {
      try {
        storage.deleteTree(path.resolve(name));
      } catch (IOException e) {
        hide(name, e);
      }
    }
  }

  private void hide(String name, IOException cause) {
    undeleted.add(name);
    LOG.warn("{} cannot be deleted: {}", path.resolve(name), cause.getMessage());
  }

  @Override
  public String[] listAll() throws IOException {
    var names = new TreeSet<String>(List.of(kept.listAll()));
    storage.list(path).stream().filter(name -> !undeleted.contains(name)).forEach(names::add);
    return names.toArray(String[]::new);
  }

  @Override
  public long fileLength(String name) throws IOException {
    return kept.fileExists(name) ? kept.fileLength(name) : storage.size(readable(name));
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    if (kept.fileExists(name)) {
      return kept.openInput(name, context);
    }
    readable(name);
    return super.openInput(name, context);
  }

  /** To open a pipe would wait for ever. */
  private Path readable(String name) throws IOException {
    var file = existing(name);
    return switch (storage.kind(file)) {
      case FILE, NOTHING -> file;
      case DIRECTORY, OTHER -> throw new UnusableFileException(file);
    };
  }

  /**
   * A file that cannot be deleted is no reason to stop writing: it is in nobody's way, and the next
   * open tries again.
   */
  @Override
  public void deleteFile(String name) throws IOException {
    if (givenUp.remove(name)) {
      return;
    }
    if (kept.fileExists(name)) {
      forget(name);
      return;
    }
    try {
      storage.delete(existing(name));
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      hide(name, e);
    }
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return output(name, new Output(name, isMerge(context)));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    while (true) {
      var name = getTempFileName(prefix, suffix, temporaries.getAndIncrement());
      try {
        return output(name, new Output(name, isMerge(context)));
      } catch (FileAlreadyExistsException left) {
        // by a run that ended badly: the next number
      }
    }
  }

  private static boolean isMerge(IOContext context) {
    return context.context() == IOContext.Context.MERGE;
  }

  private IndexOutput output(String name, Output output) {
    return new OutputStreamIndexOutput(
        "StorageDirectory(" + path.resolve(name) + ")", name, output, BUFFER);
  }

  /** Makes files durable; those that the disk has refused are tried again. */
  @Override
  public void sync(Collection<String> names) throws IOException {
    for (var name : names) {
      if (kept.fileExists(name)) {
        store(name);
      }
      try (var file = storage.open(existing(name), Storage.Mode.WRITE)) {
        file.sync();
      }
    }
    refused = false;
  }

  /** Puts a file from the heap on the disk; readers that have it open keep what they have. */
  private void store(String name) throws IOException {
    var file = path.resolve(name);
    undeleted.add(name); // what a failure leaves is not the file
    storage.deleteTree(file);
    try (var in = kept.openInput(name, IOContext.READONCE);
        var out = storage.open(file, Storage.Mode.CREATE)) {
      var chunk = new byte[COPIED_AT_ONCE];
      for (long at = 0; at < in.length(); at += chunk.length) {
        int length = (int) Math.min(chunk.length, in.length() - at);
        in.readBytes(chunk, 0, length);
        out.write(ByteBuffer.wrap(chunk, 0, length), at);
      }
    }
    undeleted.remove(name);
    forget(name);
  }

  private void forget(String name) throws IOException {
    keptSizes.remove(name);
    kept.deleteFile(name);
  }

  @Override
  public void syncMetaData() throws IOException {
    storage.syncDirectory(path);
  }

  @Override
  public void rename(String source, String dest) throws IOException {
    if (kept.fileExists(source)) {
      store(source);
    }
    storage.rename(existing(source), path.resolve(dest));
    undeleted.remove(dest);
  }

  private Path existing(String name) throws IOException {
    if (undeleted.contains(name)) {
      throw new NoSuchFileException(name);
    }
    return path.resolve(name);
  }

  /** Appends, on the heap from where the disk refuses. Lucene calls it with full buffers only. */
  private final class Output extends OutputStream {
    private final String name;
    private final boolean merge;
    private Storage.@Nullable File file;
    private @Nullable IndexOutput heap;
    private long position;

    private Output(String name, boolean merge) throws IOException {
      this.name = name;
      this.merge = merge;
      givenUp.remove(name);
      try {
        if (undeleted.contains(name)) {
          storage.deleteTree(path.resolve(name));
          undeleted.remove(name);
        }
        file = storage.open(path.resolve(name), Storage.Mode.CREATE);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException e) {
        goOnOnHeap(e);
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      var disk = file;
      if (disk != null) {
        try {
          disk.write(ByteBuffer.wrap(bytes, offset, length), position);
          position += length;
          return;
        } catch (IOException e) {
          goOnOnHeap(e);
        }
      }
      keep(bytes, offset, length);
      position += length;
    }

    /** What the disk has taken of the file is read back. */
    private void goOnOnHeap(IOException cause) throws IOException {
      refused = true;
      var disk = file;
      file = null;
      undeleted.add(name);
      if (merge) {
        givenUp.add(name);
        discard(disk);
        throw aborted(String.valueOf(cause.getMessage()));
      }
      LOG.warn("{} is kept on the heap: {}", path.resolve(name), cause.toString());
      heap = kept.createOutput(name, IOContext.DEFAULT);
      if (disk != null) {
        copyBack(disk);
        discard(disk);
      }
    }

    private void copyBack(Storage.File disk) throws IOException {
      var chunk = new byte[COPIED_AT_ONCE];
      for (long at = 0; at < position; at += chunk.length) {
        int length = (int) Math.min(chunk.length, position - at);
        if (disk.read(ByteBuffer.wrap(chunk, 0, length), at) < length) {
          throw new EOFException(name + " has lost what was written to it");
        }
        keep(chunk, 0, length);
      }
    }

    private MergePolicy.MergeAbortedException aborted(String reason) {
      return new MergePolicy.MergeAbortedException("the disk refuses " + name + ": " + reason);
    }

    private void keep(byte[] bytes, int offset, int length) throws IOException {
      var out = heap;
      if (out == null) { // what Lucene had buffered of a merge that is given up
        throw aborted("it was given up");
      }
      keptSizes.merge(name, (long) length, Long::sum);
      if (heapBytes() > MAX_KEPT_BYTES) {
        throw new IOException(
            "the disk refuses "
                + name
                + ", and more than "
                + MAX_KEPT_BYTES
                + " bytes are not kept"
                + " on the heap; make room and open the store again");
      }
      out.writeBytes(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (heap != null) {
        heap.close();
      }
      var disk = file;
      if (disk != null) {
        disk.close();
      }
    }

    /** What it has taken would keep the disk full. */
    private void discard(Storage.@Nullable File disk) {
      try {
        if (disk != null) {
          disk.close();
        }
        storage.deleteTree(path.resolve(name));
        undeleted.remove(name);
      } catch (IOException e) {
        LOG.debug("{} stays until the next open", path.resolve(name), e);
      }
    }
  }
}
