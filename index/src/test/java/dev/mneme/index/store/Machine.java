package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.storage.ForwardingStorage;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.text.TextIndexFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The computer that a store runs on, and that loses power. Its disk is a {@link FaultyStorage}, but
 * Lucene's files lie in a real directory ({@link TextDisk}); when the power fails they are kept as
 * far as they were synced, with the rest of them whole, cut, garbled or gone, or else they are
 * older, damaged or missing, which a view must bear too. Deterministic for a seed but for Lucene's
 * merges and the builders of vector segments, which have threads of their own.
 */
final class Machine extends ForwardingStorage {
  private final Path directory;
  private final Path text;
  private final Random random;
  private Map<String, byte[]> olderText = Map.of();
  private volatile FaultyStorage disk;
  private volatile TextDisk textDisk;

  /**
   * @param directory of the store; nothing but the text view is really there
   */
  Machine(Path directory, long seed) {
    this.directory = directory;
    this.text = directory.resolve("views").resolve("text");
    this.random = new Random(seed);
    this.disk = new FaultyStorage(seed);
    this.textDisk = new TextDisk(disk, seed, Set.of());
  }

  @Override
  protected Storage at(Path path) {
    return path.startsWith(text) ? textDisk : disk;
  }

  FaultyStorage disk() {
    return disk;
  }

  /** Makes the {@code n}-th of the calls that are not Lucene's fail. */
  void failOwnCall(long n) {
    textDisk.countAlone(0);
    disk.failCall(n);
  }

  /** Makes the {@code n}-th of Lucene's calls fail. */
  void failTextCall(long n) {
    textDisk.countAlone(n);
  }

  /** Whether the failure that was asked for has happened. */
  boolean failed() {
    return disk.failed() || textDisk.failed();
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
    // A rename that failed and happened all the same leaves a commit whose files Lucene then drops.
    boolean failed = failed();
    var found = power ? disk.crash() : disk.kill();
    var contents = textDisk.contents(text);
    var files = contents.files();
    var durable = contents.durable();
    var whole = contents.synced();
    try {
      store.close();
    } catch (Exception expected) {
      // it has lost its disk
    }
    disk = found;
    int fate = random.nextInt(10);
    var left = power ? afterPowerLoss(fate, files, durable, whole) : files;
    replaceText(left);
    boolean committed =
        files.keySet().stream()
            .anyMatch(name -> name.startsWith("segments_") && durable.contains(name));
    if (power && !failed && fate > 2 && committed) {
      assertThat(TextIndexFiles.check(text)).as("the last commit, which was synced").isEmpty();
    }
    textDisk = new TextDisk(found, random.nextLong(), power ? left.keySet() : durable);
    olderText = files;
  }

  private Map<String, byte[]> afterPowerLoss(
      int fate, Map<String, byte[]> files, Set<String> durable, Set<String> whole) {
    var left = new TreeMap<String, byte[]>();
    switch (fate) {
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
                if (durable.contains(name) || random.nextBoolean()) {
                  left.put(name, bytes);
                } else if (!whole.contains(name) && random.nextBoolean()) {
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

  /** Deletes the real files too, Lucene's. */
  @Override
  public void deleteTree(Path path) throws IOException {
    disk.deleteTree(path);
    if (path.startsWith(directory)) {
      REAL.deleteTree(path);
    }
  }
}
