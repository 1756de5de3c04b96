package dev.mneme.core.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A disk that is only read, for a store that has to be opened where nothing can be written. What
 * recovery would repair stays undone on the disk: deleted files are hidden, the cut and the second
 * writing of an existing file have no effect, and the empty segment that a log wants at its end is
 * kept on the heap. Everything else that would write fails. Thread-safe.
 */
final class ReadOnlyStorage implements Storage {
  /** Of a mapping on the heap; a real one begins at a page. */
  private static final int ALIGNMENT = Long.BYTES;

  private final Storage disk;
  private final Path store;
  private final Path log;
  private final Map<Path, byte[]> created = new HashMap<>();
  private final Set<Path> hidden = new HashSet<>();

  ReadOnlyStorage(Storage disk, Path store) {
    this.disk = disk;
    this.store = key(store);
    this.log = this.store.resolve("log");
  }

  private boolean isElsewhere(Path path) {
    return !key(path).startsWith(store);
  }

  private static Path key(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private boolean isHidden(Path path) {
    for (var part = key(path); part != null; part = part.getParent()) {
      if (hidden.contains(part)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean writes() {
    return false;
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    var names = new TreeSet<String>();
    for (var name : disk.list(directory)) {
      if (!isHidden(directory.resolve(name))) {
        names.add(name);
      }
    }
    for (var path : created.keySet()) {
      if (key(directory).equals(path.getParent())) {
        names.add(String.valueOf(path.getFileName()));
      }
    }
    return List.copyOf(names);
  }

  @Override
  public synchronized boolean exists(Path path) throws IOException {
    return created.containsKey(key(path)) || (!isHidden(path) && disk.exists(path));
  }

  @Override
  public synchronized Kind kind(Path path) throws IOException {
    if (created.containsKey(key(path))) {
      return Kind.FILE;
    }
    return isHidden(path) ? Kind.NOTHING : disk.kind(path);
  }

  @Override
  public synchronized long size(Path file) throws IOException {
    var kept = created.get(key(file));
    if (kept != null) {
      return kept.length;
    }
    requireVisible(file);
    return disk.size(file);
  }

  private void requireVisible(Path path) throws IOException {
    if (isHidden(path)) {
      throw new NoSuchFileException(path.toString());
    }
  }

  /** Directories that are missing hold nothing, whether they are there or not. */
  @Override
  public void createDirectories(Path directory) throws IOException {
    if (isElsewhere(directory)) {
      disk.createDirectories(directory);
    }
  }

  @Override
  public synchronized File open(Path file, Mode mode) throws IOException {
    if (isElsewhere(file)) {
      return disk.open(file, mode);
    }
    if (created.containsKey(key(file))) {
      return new Kept(key(file));
    }
    if (mode == Mode.CREATE || isHidden(file) || !disk.exists(file)) {
      if (mode == Mode.READ) {
        throw new FileNotFoundException(file.toString());
      }
      if (!log.equals(key(file).getParent())) {
        throw refused(file);
      }
      created.put(key(file), new byte[0]);
      return new Kept(key(file));
    }
    return new Unchanged(disk.open(file, Mode.READ));
  }

  private static IOException refused(Path path) {
    return new IOException(path + " is not written: the store is open for reading only");
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    if (isElsewhere(from) && isElsewhere(to)) {
      disk.rename(from, to);
      return;
    }
    var kept = created.remove(key(from));
    if (kept == null) {
      throw refused(to);
    }
    created.put(key(to), kept);
  }

  /** To a place outside of the store. */
  @Override
  public boolean link(Path file, Path link) throws IOException {
    return isElsewhere(link) && disk.link(file, link);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    if (isElsewhere(path)) {
      disk.delete(path);
    } else if (created.remove(key(path)) == null) {
      hidden.add(key(path));
    }
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    if (isElsewhere(directory)) {
      disk.deleteTree(directory);
    } else {
      delete(directory);
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (isElsewhere(directory)) {
      disk.syncDirectory(directory);
    }
  }

  @Override
  public synchronized MemorySegment map(Path file, long length) throws IOException {
    var kept = created.get(key(file));
    if (kept == null) {
      requireVisible(file);
      return disk.map(file, length);
    }
    var copy = Arena.ofAuto().allocate(Math.max(1, length), ALIGNMENT);
    MemorySegment.copy(MemorySegment.ofArray(kept), 0, copy, 0, length);
    return copy.asSlice(0, length).asReadOnly();
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return disk.lockForReading(file);
  }

  /** A file on the disk that is read, and that a write leaves as it is. */
  private static final class Unchanged extends ForwardingFile {
    private Unchanged(File file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer bytes, long position) {
      bytes.position(bytes.limit());
    }

    @Override
    public void truncate(long size) {
      // nobody reads what is behind it
    }

    @Override
    public void sync() {
      // nothing was written
    }
  }

  /** A small file on the heap. */
  private final class Kept implements File {
    private final Path path;

    private Kept(Path path) {
      this.path = path;
    }

    private byte[] content() throws IOException {
      var content = created.get(path);
      if (content == null) {
        throw new NoSuchFileException(path.toString());
      }
      return content;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      synchronized (ReadOnlyStorage.this) {
        int end = Math.toIntExact(position + bytes.remaining());
        var content = Arrays.copyOf(content(), Math.max(content().length, end));
        bytes.get(content, Math.toIntExact(position), bytes.remaining());
        created.put(path, content);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (ReadOnlyStorage.this) {
        var content = content();
        int at = (int) Math.min(position, content.length);
        int length = Math.min(into.remaining(), content.length - at);
        into.put(content, at, length);
        return length;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (ReadOnlyStorage.this) {
        return content().length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (ReadOnlyStorage.this) {
        if (size < content().length) {
          created.put(path, Arrays.copyOf(content(), Math.toIntExact(size)));
        }
      }
    }

    @Override
    public void sync() {
      // there is nothing that could be more durable
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
