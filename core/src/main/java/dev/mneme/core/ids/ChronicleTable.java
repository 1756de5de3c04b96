package dev.mneme.core.ids;

import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A table in a memory-mapped file, by Chronicle Map: off the heap, and there again after a clean
 * close. Readers take a shared lock of one of many segments, which a writer holds exclusively for
 * the microsecond of one change.
 *
 * <p>The capacity is fixed at creation, for the file is allocated in full, so that a full disk
 * shows as an error there and not as a crash when a page is first touched. {@link #put} throws
 * {@link Full} some way above {@link #capacity}, or below if keys are much longer than was said.
 */
final class ChronicleTable implements KeyTable {

  private static final int CHUNK_BYTES = 8;

  /** Of an entry, beside its key: the length, the ordinal, alignment. Measured 16 at most. */
  private static final int OVERHEAD_BYTES = 32;

  private static final int MAX_CHUNKS = (IdKeys.MAX_BYTES + OVERHEAD_BYTES) / CHUNK_BYTES;

  /** A segment must have room for one entry of the largest size, however short the others are. */
  private static final int MIN_AVERAGE_KEY_BYTES = 16;

  private final ChronicleMap<byte[], Integer> map;
  private final long capacity;
  private volatile long size;

  private ChronicleTable(ChronicleMap<byte[], Integer> map, long capacity) {
    this.map = map;
    this.capacity = capacity;
    this.size = map.longSize();
  }

  /**
   * Creates the file, or opens one that was closed cleanly; then the capacity must be the one it
   * was created with.
   */
  static ChronicleTable open(Path file, long capacity, int averageKeyBytes) throws IOException {
    // An interrupt would close the channel that the library opens the file with; it is put off
    // until that is done.
    boolean interrupted = Thread.interrupted();
    try (var _ = QuietStart.begin()) {
      return new ChronicleTable(create(file, capacity, averageKeyBytes), capacity);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ChronicleMap<byte[], Integer> create(Path file, long capacity, int averageKeyBytes)
      throws IOException {
    return ChronicleMapBuilder.of(byte[].class, Integer.class)
        .name("ids")
        .entries(capacity)
        .averageKeySize(Math.max(averageKeyBytes, MIN_AVERAGE_KEY_BYTES))
        .actualChunkSize(CHUNK_BYTES)
        .maxChunksPerEntry(MAX_CHUNKS)
        // A map that is open when the JVM exits was not closed cleanly, and is thrown away at the
        // next open.
        .skipCloseOnExitHook(true)
        .createPersistedTo(file.toFile());
  }

  long capacity() {
    return capacity;
  }

  @Override
  public int get(byte[] key) {
    return ordinal(map.get(key));
  }

  @Override
  public int put(byte[] key, int ordinal) {
    int previous;
    try {
      previous = ordinal(map.put(key, ordinal));
    } catch (IllegalStateException e) {
      throw new Full(e);
    }
    if (previous == IdMap.ABSENT) {
      long before = size;
      size = before + 1;
    }
    return previous;
  }

  @Override
  public int remove(byte[] key) {
    int previous = ordinal(map.remove(key));
    if (previous != IdMap.ABSENT) {
      long before = size;
      size = before - 1;
    }
    return previous;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void forEach(Visitor visitor) {
    map.forEach((key, ordinal) -> visitor.visit(key, ordinal));
  }

  @Override
  public void close() {
    map.close();
  }

  private static int ordinal(@Nullable Integer ordinal) {
    return ordinal == null ? IdMap.ABSENT : ordinal;
  }
}
