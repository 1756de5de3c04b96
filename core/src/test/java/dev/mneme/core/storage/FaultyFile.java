package dev.mneme.core.storage;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * A file in memory that knows which of its sectors are durable. Guarded by the storage that owns
 * it.
 *
 * <p>A write dirties sectors; {@link #sync} makes them durable; a failed sync leaves them neither
 * dirty nor durable, as Linux does: a later sync claims success without writing them.
 */
final class FaultyFile {
  static final int SECTOR = 512;

  private byte[] content = new byte[0];
  private int size;
  private byte[] durable = new byte[0];

  /**
   * Sectors that differ from the durable ones, and those of them that no sync will write any more.
   */
  private final BitSet dirty = new BitSet();

  private final BitSet lost = new BitSet();

  /**
   * The smallest size that the file has had since the last sync: what lay beyond may be gone
   * already.
   */
  private int smallest;

  static FaultyFile durable(byte[] bytes) {
    var file = new FaultyFile();
    file.content = bytes.clone();
    file.size = bytes.length;
    file.durable = bytes.clone();
    file.smallest = bytes.length;
    return file;
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return Arrays.copyOf(content, size);
  }

  void flip(int offset, int mask) {
    content[offset] ^= (byte) mask;
    if (offset < durable.length) {
      durable[offset] ^= (byte) mask;
    }
  }

  void write(byte[] bytes, int from, int length, int position) {
    int end = position + length;
    if (end > content.length) {
      content = Arrays.copyOf(content, Math.max(end, 2 * content.length));
    }
    System.arraycopy(bytes, from, content, position, length);
    if (length > 0) {
      int first = Math.min(size, position) / SECTOR;
      dirty.set(first, (end - 1) / SECTOR + 1);
      lost.clear(first, (end - 1) / SECTOR + 1);
      size = Math.max(size, end);
    }
  }

  void truncate(int newSize) {
    if (newSize < size) {
      Arrays.fill(content, newSize, size, (byte) 0);
      size = newSize;
      smallest = Math.min(smallest, newSize);
      dirty.set(newSize / SECTOR); // its rest is zero now
    }
  }

  void sync() {
    var result = Arrays.copyOf(content, size);
    lost.stream().forEach(sector -> copySector(durable, result, sector));
    durable = result;
    dirty.clear();
    smallest = size;
  }

  void failSync() {
    lost.or(dirty);
    dirty.clear();
  }

  /**
   * What a power failure leaves: of every sector that is not durable either state, and any size in
   * between.
   */
  FaultyFile afterPowerLoss(RandomGenerator random) {
    int low = Math.min(smallest, durable.length);
    int high = Math.max(size, durable.length);
    int newSize =
        switch (random.nextInt(4)) {
          case 0 -> Math.min(durable.length, high);
          case 1 -> size;
          default -> low + random.nextInt(high - low + 1);
        };
    boolean unchanged =
        dirty.isEmpty() && lost.isEmpty() && smallest == size && durable.length == size;
    if (unchanged) {
      newSize = size;
    }
    var result = Arrays.copyOf(durable, newSize);
    double kept = random.nextInt(3) / 2.0;
    for (int sector = 0; sector * SECTOR < newSize; sector++) {
      boolean pending = dirty.get(sector) || lost.get(sector);
      if (pending && random.nextDouble() < (kept == 0.5 ? random.nextDouble() : kept)) {
        copySector(content, result, sector);
      }
    }
    return durable(result);
  }

  private static void copySector(byte[] from, byte[] to, int sector) {
    int start = sector * SECTOR;
    int end = Math.min(start + SECTOR, to.length);
    for (int i = start; i < end; i++) {
      to[i] = i < from.length ? from[i] : 0;
    }
  }
}
