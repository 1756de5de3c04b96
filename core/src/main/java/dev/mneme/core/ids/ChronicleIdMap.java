package dev.mneme.core.ids;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The off-heap, persistent id map. When its table gets as full as it was made for, it is copied
 * into one of twice the capacity while readers go on in the old one; the old one is closed when the
 * last of them has left. Should there be no room on the disk for that, the map moves to the heap
 * and is no longer persistent, rather than fail a write.
 */
final class ChronicleIdMap extends TableIdMap {

  private static final Logger LOG = LoggerFactory.getLogger(ChronicleIdMap.class);

  /** Below this, Chronicle Map's fixed costs dominate. */
  private static final long MIN_CAPACITY = 1_024;

  private final IdFiles files;
  private final long checkpoint;
  private final ReaderGate gate = new ReaderGate();

  /** Readers take it inside the gate; only the writer, inside {@code synchronized}, replaces it. */
  private volatile KeyTable table;

  private long growAt;
  private int generation;

  private ChronicleIdMap(IdFiles files, ChronicleTable table, int generation, long checkpoint) {
    super("the id map of " + files.directory());
    this.files = files;
    this.table = table;
    this.growAt = table.capacity();
    this.generation = generation;
    this.checkpoint = checkpoint;
  }

  /** Opens what was cleanly closed, or starts empty. */
  static ChronicleIdMap open(IdFiles files, IdMapOptions options) throws IOException {
    files.create();
    var clean = files.takeMarker();
    if (clean.isPresent()) {
      try {
        return reopen(files, options, clean.get());
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}: the id map is built anew: {}", files.directory(), e.toString());
      }
    }
    files.discardAll();
    long capacity = Math.max(options.expectedEntries(), MIN_CAPACITY);
    // Not the name of the file that may have failed to open: this process may still have it mapped.
    int generation = clean.map(close -> close.generation() + 1).orElse(0);
    var table = ChronicleTable.open(files.map(generation), capacity, options.averageKeyBytes());
    return new ChronicleIdMap(files, table, generation, -1);
  }

  private static ChronicleIdMap reopen(IdFiles files, IdMapOptions options, CleanClose clean)
      throws IOException {
    var file = files.map(clean.generation());
    var table = ChronicleTable.open(file, clean.capacity(), options.averageKeyBytes());
    if (table.size() != clean.entries()) {
      long size = table.size();
      table.close();
      throw new IOException(file + " has " + size + " entries, not " + clean.entries());
    }
    return new ChronicleIdMap(files, table, clean.generation(), clean.sequence());
  }

  @Override
  public int get(String namespace, String id) {
    byte[] key = IdKeys.of(namespace, id);
    var stripe = gate.stripe();
    long stamp = stripe.readLock();
    try {
      requireOpen();
      return table.get(key);
    } finally {
      stripe.unlockRead(stamp);
    }
  }

  @Override
  public synchronized int put(String namespace, String id, int ordinal) {
    requireOpen();
    IdMaps.checkOrdinal(ordinal);
    byte[] key = IdKeys.of(namespace, id);
    if (table.size() >= growAt && table.get(key) == ABSENT) {
      grow();
    }
    try {
      return table.put(key, ordinal);
    } catch (KeyTable.Full early) {
      LOG.debug("{}: full early, at {} entries", files.directory(), table.size(), early);
      grow();
      return table.put(key, ordinal);
    }
  }

  @Override
  KeyTable table() {
    return table;
  }

  @Override
  public long checkpoint() {
    return checkpoint;
  }

  @Override
  public synchronized void close(long sequence) {
    if (isClosed()) {
      return;
    }
    long entries = table.size();
    boolean persistent = table instanceof ChronicleTable;
    close();
    if (persistent && sequence >= 0) {
      try {
        files.writeMarker(sequence, entries, growAt, generation);
      } catch (IOException | RuntimeException e) {
        LOG.warn(
            "{}: the id map will be built anew at the next open: {}",
            files.directory(),
            e.toString());
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!isClosed()) {
      markClosed();
      gate.awaitReaders();
      table.close();
    }
  }

  private void grow() {
    KeyTable bigger;
    try {
      bigger = biggerCopy();
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn(
          "{}: ids move to the heap, for the off-heap map cannot grow beyond {} entries: {}",
          files.directory(),
          table.size(),
          e.toString());
      files.discard(generation + 1);
      bigger = new HeapTable(table.size() * 2);
      copy(table, bigger);
      growAt = Long.MAX_VALUE;
    }
    KeyTable old = table;
    table = bigger;
    gate.awaitReaders();
    old.close();
    files.discard(generation++);
  }

  private KeyTable biggerCopy() throws IOException {
    var keyBytes = new long[1];
    table.forEach((key, ordinal) -> keyBytes[0] += key.length);
    int average = (int) Math.max(1, keyBytes[0] / Math.max(1, table.size()));
    long capacity = Math.max(MIN_CAPACITY, table.size() * 2);
    var bigger = ChronicleTable.open(files.map(generation + 1), capacity, average);
    try {
      copy(table, bigger);
    } catch (RuntimeException e) {
      bigger.close();
      throw e;
    }
    growAt = capacity;
    return bigger;
  }

  private static void copy(KeyTable from, KeyTable to) {
    from.forEach((key, ordinal) -> to.put(key, ordinal));
  }
}
