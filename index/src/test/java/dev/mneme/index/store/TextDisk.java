package dev.mneme.index.store;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.storage.ForwardingFile;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lucene's part of a {@link Machine}'s disk: real files, because Lucene maps them, whose every call
 * counts as one of the {@link FaultyStorage} beside it, or is counted alone. Knows which files a
 * power failure would leave: those that were synced, and their directory after them. Thread-safe.
 */
final class TextDisk extends ForwardingStorage {
  private static final Storage REAL = Storage.system();

  private final FaultyStorage disk;
  private final Random random;

  /** Names of files whose content is durable, but not their entry yet. */
  private final Set<String> awaiting = new HashSet<>();

  private final Set<String> durable = new HashSet<>();
  private boolean alone;
  private long failAt = -1;
  private long calls;

  TextDisk(FaultyStorage disk, long seed, Collection<String> durable) {
    this.disk = disk;
    this.random = new Random(seed);
    this.durable.addAll(durable);
  }

  /** From now on the calls here are counted apart, and the {@code n}-th fails; 0 for none. */
  synchronized void countAlone(long n) {
    alone = true;
    failAt = n;
    calls = 0;
  }

  /** Whether the failure that was asked for has happened. */
  synchronized boolean failed() {
    return alone && failAt > 0 && calls >= failAt;
  }

  private boolean fails() throws IOException {
    synchronized (this) {
      if (alone) {
        disk.requirePower();
        calls++;
        return calls == failAt;
      }
    }
    return disk.failsElsewhere();
  }

  /** What there is at one moment. */
  record Contents(Map<String, byte[]> files, Set<String> durable, Set<String> synced) {}

  /**
   * The files of a directory, with the names of those that survive a power failure whole, and of
   * those that it leaves whole if it leaves them.
   */
  synchronized Contents contents(Path directory) throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (var name : REAL.list(directory)) {
      files.put(name, Files.readAllBytes(directory.resolve(name)));
    }
    return new Contents(files, durable(), synced());
  }

  /** The names of the files that survive a power failure whole. */
  synchronized Set<String> durable() {
    return Set.copyOf(durable);
  }

  /** The names of the files that it leaves whole if it leaves them. */
  synchronized Set<String> synced() {
    var names = new HashSet<>(durable);
    names.addAll(awaiting);
    return names;
  }

  private interface Change {
    void run() throws IOException;
  }

  /** A change that fails may have happened: the error says nothing about it. */
  private void change(String what, Change change) throws IOException {
    boolean failing = fails();
    if (!failing || random.nextBoolean()) {
      change.run();
    }
    if (failing) {
      throw new IOException("injected failure: " + what);
    }
  }

  private void call(String what) throws IOException {
    if (fails()) {
      throw new IOException("injected failure: " + what);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  @Override
  protected Storage at(Path path) {
    return REAL;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    call("list " + directory);
    return REAL.list(directory);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    call("exists " + path);
    return REAL.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    call("size " + file);
    return REAL.size(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    change("create directories " + directory, () -> REAL.createDirectories(directory));
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    if (mode == Mode.CREATE) {
      change("create " + file, () -> REAL.open(file, mode).close());
    } else {
      call("open " + file);
    }
    return new TextFile(name(file), REAL.open(file, Mode.WRITE));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    change(
        "rename " + from,
        () -> {
          synchronized (this) { // or a power failure in between finds a name that nobody knows
            REAL.rename(from, to);
            moved(name(from), name(to));
          }
        });
  }

  private void moved(String from, String to) {
    boolean synced = awaiting.remove(from) | durable.remove(from);
    durable.remove(to);
    if (synced) {
      awaiting.add(to);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    change(
        "delete " + path,
        () -> {
          synchronized (this) {
            REAL.delete(path);
            forget(name(path));
          }
        });
  }

  private void forget(String name) {
    awaiting.remove(name);
    durable.remove(name);
  }

  @Override
  public void deleteTree(Path directory) throws IOException {
    change(
        "delete tree " + directory,
        () -> {
          synchronized (this) {
            REAL.deleteTree(directory);
          }
        });
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    call("sync directory " + directory);
    synchronized (this) {
      durable.addAll(awaiting);
      awaiting.clear();
    }
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    call("map " + file);
    return REAL.map(file, length);
  }

  @Override
  public Lock lock(Path file) {
    throw new UnsupportedOperationException("nothing is locked here");
  }

  private final class TextFile extends ForwardingFile {
    private final String name;
    private final File file;

    private TextFile(String name, File file) {
      super(file);
      this.name = name;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      boolean failing = fails();
      if (failing) {
        bytes.limit(bytes.position() + random.nextInt(bytes.remaining() + 1));
      }
      file.write(bytes, position);
      if (failing) {
        throw new IOException("injected failure: write " + name);
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      call("read " + name);
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      call("size " + name);
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      change("truncate " + name, () -> file.truncate(size));
    }

    /** Of no effect on the real file: it is the durable names that count. */
    @Override
    public void sync() throws IOException {
      call("sync " + name);
      synchronized (TextDisk.this) {
        awaiting.add(name);
      }
    }
  }
}
