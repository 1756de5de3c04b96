package dev.mneme.core.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A storage in memory that is stricter than real ones: nothing is durable that was not synced, be
 * it a sector of a file or a directory entry, and any call can be made to fail. Deterministic for a
 * seed. Thread-safe.
 *
 * <ul>
 *   <li>{@link #failCall} makes one coming call fail, {@link #failFrom} it and all that follow. A
 *       failing write may have written a part, and a failing creation, rename, deletion or cut may
 *       have happened all the same.
 *   <li>{@link #crash} is a power failure: it returns what the next boot finds.
 *   <li>{@link #kill} is the end of the process alone: everything written is there.
 *   <li>{@link #flip} and {@link #cut} damage a file.
 * </ul>
 */
public final class FaultyStorage implements Storage {
  /** Of a log: tests that damage each file in turn have others for it. */
  private static final String MANIFEST = "manifest";

  private final Random random;
  private final NavigableMap<Path, FaultyFile> files = new TreeMap<>();
  private final NavigableMap<Path, FaultyFile> durableEntries = new TreeMap<>();
  private final Set<Path> directories = new TreeSet<>();

  /** Changes of entries that no directory sync has made durable, in order. */
  private final List<EntryChange> pending = new ArrayList<>();

  private final Set<Path> locks = new HashSet<>();
  private final Set<FaultyHandle> open = new HashSet<>();
  private long calls;
  private long failAt = -1;
  private long failUntil = -1;
  private boolean down;
  private long directorySyncs = Long.MAX_VALUE;

  public FaultyStorage(long seed) {
    random = new Random(seed);
  }

  /**
   * Links or unlinks names at once: one of {@code unlink} and {@code link} may be without effect.
   */
  private record EntryChange(List<Path> unlink, Map<Path, FaultyFile> link) {
    boolean within(Path directory) {
      return unlink.stream().anyMatch(path -> directory.equals(path.getParent()))
          || link.keySet().stream().anyMatch(path -> directory.equals(path.getParent()));
    }

    void apply(Map<Path, FaultyFile> entries) {
      unlink.forEach(entries::remove);
      entries.putAll(link);
    }
  }

  /**
   * Makes the {@code n}-th call from now fail, once; 1 is the next. Locks and closes do not count.
   */
  public synchronized void failCall(long n) {
    failAt = calls + n;
    failUntil = failAt;
  }

  /** Makes the {@code n}-th call from now fail, and every one after it: the device is gone. */
  public synchronized void failFrom(long n) {
    failAt = calls + n;
    failUntil = Long.MAX_VALUE;
  }

  /** Makes every directory sync but the next {@code n} fail, without an effect. */
  public synchronized void failSyncOfDirectoriesAfter(long n) {
    directorySyncs = n;
  }

  /** Takes a failure back that has not happened. */
  public synchronized void failNothing() {
    failAt = -1;
  }

  /** How many calls that could fail have been made. */
  public synchronized long calls() {
    return calls;
  }

  /** Whether the failure that was asked for has happened. */
  public synchronized boolean failed() {
    return failAt >= 0 && calls >= failAt;
  }

  /**
   * Cuts the power, and returns what is found afterwards. This one fails every call from now on.
   */
  public synchronized FaultyStorage crash() {
    var found = new FaultyStorage(random.nextLong());
    var entries = new TreeMap<>(durableEntries);
    for (var change : pending) {
      if (random.nextBoolean()) {
        change.apply(entries);
      }
    }
    entries.forEach((path, file) -> found.put(path, file.afterPowerLoss(random)));
    found.directories.addAll(directories);
    down = true;
    return found;
  }

  /**
   * Ends the process: everything written is there, but no more durable than it was, so that a later
   * {@link #crash} may still lose it. This one fails every call from now on.
   */
  public synchronized FaultyStorage kill() {
    var found = new FaultyStorage(random.nextLong());
    found.files.putAll(files);
    found.durableEntries.putAll(durableEntries);
    found.pending.addAll(pending);
    found.directories.addAll(directories);
    down = true;
    return found;
  }

  /** A durable copy of what is there now; this one goes on. */
  public synchronized FaultyStorage copy() {
    var found = new FaultyStorage(random.nextLong());
    files.forEach((path, file) -> found.put(path, FaultyFile.durable(file.bytes())));
    found.directories.addAll(directories);
    return found;
  }

  /** Inverts the bits of {@code mask} in one byte, durably. */
  public synchronized void flip(Path path, long offset, int mask) {
    existing(path).flip(Math.toIntExact(offset), mask);
  }

  /** Cuts a file, durably. */
  public synchronized void cut(Path path, long size) {
    var file = existing(path);
    file.truncate(Math.toIntExact(size));
    file.sync();
  }

  /** All files but the manifest of a log, sorted. */
  public synchronized List<Path> files() {
    return files.keySet().stream().filter(path -> !path.endsWith(MANIFEST)).toList();
  }

  /** The files that somebody has opened and not closed. */
  public synchronized List<Path> openFiles() {
    return open.stream().map(FaultyHandle::path).sorted().toList();
  }

  /** The content of a file as it is now. */
  public synchronized byte[] bytes(Path path) {
    return existing(path).bytes();
  }

  /** Puts a durable file there. */
  public synchronized void write(Path path, byte[] bytes) {
    put(key(path), FaultyFile.durable(bytes));
  }

  private void put(Path path, FaultyFile file) {
    files.put(path, file);
    durableEntries.put(path, file);
  }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    call("list " + directory);
    var names = new TreeSet<String>();
    for (var path : files.keySet()) {
      addChild(names, key(directory), path);
    }
    for (var path : directories) {
      addChild(names, key(directory), path);
    }
    return List.copyOf(names);
  }

  private static void addChild(Set<String> names, Path directory, Path path) {
    if (path.startsWith(directory) && path.getNameCount() > directory.getNameCount()) {
      names.add(path.getName(directory.getNameCount()).toString());
    }
  }

  @Override
  public synchronized boolean exists(Path path) throws IOException {
    call("exists " + path);
    return files.containsKey(key(path)) || directories.contains(key(path));
  }

  @Override
  public synchronized Kind kind(Path path) throws IOException {
    call("kind " + path);
    if (files.containsKey(key(path))) {
      return Kind.FILE;
    }
    return directories.contains(key(path)) ? Kind.DIRECTORY : Kind.NOTHING;
  }

  @Override
  public synchronized long size(Path file) throws IOException {
    call("size " + file);
    return find(file).size();
  }

  /** Durable at once, as the contract wants. */
  @Override
  public synchronized void createDirectories(Path directory) throws IOException {
    call("create directories " + directory);
    for (Path path = key(directory); path != null; path = path.getParent()) {
      if (files.containsKey(path)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      directories.add(path);
    }
  }

  @Override
  public synchronized File open(Path path, Mode mode) throws IOException {
    var file = files.get(key(path));
    if (mode == Mode.READ || file != null) {
      call("open " + path);
    }
    if (mode == Mode.READ && file == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (mode == Mode.CREATE && file != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (file == null) {
      if (!directories.contains(key(path).getParent())) {
        throw new FileNotFoundException(path.toString());
      }
      file = new FaultyFile();
      change("create " + path, new EntryChange(List.of(), Map.of(key(path), file)));
    }
    return new FaultyHandle(this, file, path, mode);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    change("rename " + from, new EntryChange(List.of(key(from)), Map.of(key(to), find(from))));
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    if (directories.contains(key(path))) {
      call("delete " + path);
      directories.remove(key(path));
    } else {
      find(path);
      change("delete " + path, new EntryChange(List.of(key(path)), Map.of()));
    }
  }

  @Override
  public synchronized void deleteTree(Path directory) throws IOException {
    call("delete tree " + directory);
    for (var path : List.copyOf(files.keySet())) {
      if (path.startsWith(key(directory))) {
        apply(new EntryChange(List.of(path), Map.of()));
      }
    }
    directories.removeIf(path -> path.startsWith(key(directory)));
  }

  @Override
  public synchronized void syncDirectory(Path directory) throws IOException {
    call("sync directory " + directory);
    if (directorySyncs-- <= 0) {
      throw new IOException("injected failure: sync directory " + directory);
    }
    pending.removeIf(
        change -> {
          boolean within = change.within(key(directory));
          if (within) {
            change.apply(durableEntries);
          }
          return within;
        });
  }

  /** A copy of the first bytes as they are now. */
  @Override
  public synchronized MemorySegment map(Path path, long length) throws IOException {
    call("map " + path);
    var file = find(path);
    if (file.size() < length) {
      throw new IllegalStateException(
          "mapping " + length + " of " + file.size() + " bytes of " + path);
    }
    var copy = Arena.ofAuto().allocate(Math.max(length, 1), 8);
    MemorySegment.copy(MemorySegment.ofArray(file.bytes()), 0, copy, 0, length);
    return copy.asSlice(0, length).asReadOnly();
  }

  @Override
  public synchronized Lock lock(Path file) throws IOException {
    if (!locks.add(key(file))) {
      throw new Held("another engine in this process has the store open");
    }
    return () -> {
      synchronized (this) {
        locks.remove(key(file));
      }
    };
  }

  /** A change that fails may have happened: the error says nothing about it. */
  private void change(String what, EntryChange change) throws IOException {
    boolean failing = fails();
    if (!failing || random.nextBoolean()) {
      apply(change);
    }
    if (failing) {
      throw new IOException("injected failure: " + what);
    }
  }

  private void apply(EntryChange change) {
    change.apply(files);
    pending.add(change);
  }

  private FaultyFile find(Path path) throws IOException {
    var file = files.get(key(path));
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return file;
  }

  private FaultyFile existing(Path path) {
    var file = files.get(key(path));
    if (file == null) {
      throw new IllegalArgumentException("there is no " + path);
    }
    return file;
  }

  private static Path key(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Counts a call, and throws if it is the one to fail. */
  private void call(String what) throws IOException {
    if (fails()) {
      throw new IOException("injected failure: " + what);
    }
  }

  /** Counts a call to files that lie elsewhere; whether it is to fail. */
  public synchronized boolean failsElsewhere() throws IOException {
    return fails();
  }

  /** Throws once the power is off. */
  public synchronized void requirePower() throws IOException {
    if (down) {
      throw new IOException("the power is off");
    }
  }

  boolean fails() throws IOException {
    requirePower();
    calls++;
    return calls >= failAt && calls <= failUntil && failAt >= 0;
  }

  Random random() {
    return random;
  }

  void opened(FaultyHandle handle) {
    open.add(handle);
  }

  void closed(FaultyHandle handle) {
    open.remove(handle);
  }
}
