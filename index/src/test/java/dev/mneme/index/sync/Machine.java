package dev.mneme.index.sync;

import dev.mneme.core.log.FaultyStorage;
import dev.mneme.core.log.Storage;
import dev.mneme.index.text.TextIndexFiles;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The computer that a store runs on, and that loses power. What goes through {@link Storage} lies
 * in a {@link FaultyStorage}. Lucene's files lie in a real directory, since Lucene does not ask the
 * storage; when the power fails they are kept as it had synced them, with the rest of them whole,
 * cut, garbled or gone, or else they are older, damaged or missing, which a view must bear too.
 * Deterministic for a seed but for Lucene's merges, which have a thread of their own.
 */
final class Machine implements Storage {
  private final Path directory;
  private final Path text;
  private final Random random;
  private Map<String, byte[]> olderText = Map.of();
  private volatile FaultyStorage disk;

  /**
   * @param directory of the store; nothing but the text view is really there
   */
  Machine(Path directory, long seed) {
    this.directory = directory;
    this.text = directory.resolve("views").resolve("text");
    this.random = new Random(seed);
    this.disk = new FaultyStorage(seed);
  }

  FaultyStorage disk() {
    return disk;
  }

  Path text() {
    return text;
  }

  /**
   * Ends everything at once; the abandoned store is closed, so that its threads end, but nothing
   * that it does any more has an effect.
   *
   * @param power whether the power fails, rather than the process
   */
  void crash(AutoCloseable store, boolean power) throws IOException {
    var files = textFiles();
    var synced = TextIndexFiles.committed(text);
    var found = power ? disk.crash() : disk.kill();
    try {
      store.close();
    } catch (Exception expected) {
      // it has lost its disk
    }
    disk = found;
    replaceText(power ? afterPowerLoss(files, synced) : files);
    olderText = files;
  }

  private Map<String, byte[]> afterPowerLoss(
      Map<String, byte[]> files, java.util.Set<String> synced) {
    var left = new TreeMap<String, byte[]>();
    switch (random.nextInt(10)) {
      case 0 -> left.putAll(olderText);
      case 1 -> {}
      case 2 -> {
        left.putAll(files);
        if (!files.isEmpty()) {
          var names = List.copyOf(files.keySet());
          left.compute(names.get(random.nextInt(names.size())), (_, bytes) -> damaged(bytes));
        }
      }
      default ->
          files.forEach(
              (name, bytes) -> {
                if (synced.contains(name) || random.nextBoolean()) {
                  left.put(name, bytes);
                } else if (random.nextBoolean()) {
                  left.put(name, damaged(bytes));
                }
              });
    }
    return left;
  }

  /** Cut, or with one sector of zeros. */
  private byte[] damaged(byte[] bytes) {
    if (bytes.length == 0 || random.nextBoolean()) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }
    var garbled = bytes.clone();
    int start = random.nextInt((bytes.length + 511) / 512) * 512;
    Arrays.fill(garbled, start, Math.min(start + 512, bytes.length), (byte) 0);
    return garbled;
  }

  private Map<String, byte[]> textFiles() throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (var name : REAL.list(text)) {
      try {
        files.put(name, Files.readAllBytes(text.resolve(name)));
      } catch (NoSuchFileException merged) {
        // a merge has just replaced it
      }
    }
    return files;
  }

  private void replaceText(Map<String, byte[]> files) throws IOException {
    REAL.deleteTree(text);
    if (!files.isEmpty()) {
      Files.createDirectories(text);
      for (var file : files.entrySet()) {
        Files.write(text.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private static final Storage REAL = Storage.system();

  @Override
  public List<String> list(Path path) throws IOException {
    return disk.list(path);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return disk.exists(path);
  }

  @Override
  public long size(Path file) throws IOException {
    return disk.size(file);
  }

  @Override
  public void createDirectories(Path path) throws IOException {
    disk.createDirectories(path);
  }

  @Override
  public File open(Path file, Mode mode) throws IOException {
    return disk.open(file, mode);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }

  /** Deletes the real files too, Lucene's. */
  @Override
  public void deleteTree(Path path) throws IOException {
    disk.deleteTree(path);
    if (path.startsWith(directory)) {
      REAL.deleteTree(path);
    }
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    disk.syncDirectory(path);
  }

  @Override
  public MemorySegment map(Path file, long length) throws IOException {
    return disk.map(file, length);
  }

  @Override
  public Lock lock(Path file) throws IOException {
    return disk.lock(file);
  }
}
