package dev.mneme.index.store.commit;

import dev.mneme.core.check.Require;
import dev.mneme.core.ids.IdMap;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.api.BatchBytes;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one group commit while it is put together, and the state as of them. Used by the
 * committer thread only.
 */
public final class WriteBatch {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBatch.class);
  private static final int DELETE_BYTES = 64;

  private final Catalog catalog;
  private final MemoryLog log;
  private final OrdinalBitmap live;
  private final Instant now;
  private final List<LogRecord> records = new ArrayList<>();
  private final Map<MemoryKey, LogRecord> newest = new HashMap<>();
  private OptionalInt dimension;
  private long nextSequence;
  private int nextOrdinal;
  private long bytes;
  private boolean whole = true;

  /** What the operations before the present one have brought. */
  private long bytesBefore;

  /**
   * @param live what exists before the first operation: an id whose version is not in it has none
   */
  WriteBatch(
      Catalog catalog, MemoryLog log, OrdinalBitmap live, Instant now, OptionalInt dimension) {
    this.catalog = catalog;
    this.log = log;
    this.live = live;
    this.now = now;
    this.dimension = dimension;
    this.nextSequence = log.lastSequence() + 1;
    this.nextOrdinal = catalog.nextOrdinal();
  }

  /** The ordinal that the id has after everything so far, or {@link IdMap#ABSENT}. */
  public int ordinal(String namespace, String id) {
    var known = newest.isEmpty() ? null : newest.get(new MemoryKey(namespace, id));
    return switch (known) {
      case null -> publishedOrdinal(namespace, id);
      case LogRecord.Put put -> put.ordinal();
      case LogRecord.Delete _ -> IdMap.ABSENT;
    };
  }

  /** Adds a new version; the first vector of a store fixes its dimension. */
  public void put(String namespace, Memory memory) {
    memory.embedding().ifPresent(embedding -> requireDimension(memory.id(), embedding.dimension()));
    if (nextOrdinal == Integer.MAX_VALUE) {
      throw new InvalidRequestException(
          "the store has given away all 2^31 ordinals; compact into a new store by export and"
              + " ingest");
    }
    append(
        new MemoryKey(namespace, memory.id()),
        new LogRecord.Put(
            nextSequence,
            previousSequence(namespace, memory.id()),
            now,
            nextOrdinal,
            namespace,
            memory));
    nextOrdinal++;
    add(BatchBytes.of(namespace, memory));
  }

  /** Refused before anything is encoded: that would take as much heap again, several times. */
  private void add(long recordBytes) {
    bytes += recordBytes;
    BatchBytes.check(bytes - bytesBefore);
  }

  /** Adds a deletion; false, and nothing added, if there is no such memory. */
  public boolean delete(String namespace, String id) {
    if (ordinal(namespace, id) == IdMap.ABSENT) {
      return false;
    }
    append(
        new MemoryKey(namespace, id),
        new LogRecord.Delete(nextSequence, previousSequence(namespace, id), now, namespace, id));
    add(DELETE_BYTES + namespace.length() + (long) id.length());
    return true;
  }

  /** Runs an operation whole or not at all. */
  <T> T attempt(WriteOperation<T> operation) {
    int size = records.size();
    int ordinal = nextOrdinal;
    var fixed = dimension;
    bytesBefore = bytes;
    try {
      return operation.apply(this);
    } catch (RuntimeException | Error e) {
      whole = false;
      records.subList(size, records.size()).clear();
      nextSequence = log.lastSequence() + 1 + size;
      nextOrdinal = ordinal;
      dimension = fixed;
      bytes = bytesBefore;
      newest.clear();
      records.forEach(record -> newest.put(new MemoryKey(record.namespace(), record.id()), record));
      whole = true;
      throw e;
    }
  }

  /**
   * @throws InternalException if an operation could not be taken back, for want of memory say: then
   *     none of this may be written
   */
  void requireWhole() {
    if (!whole) {
      throw new InternalException(
          "a group of operations was refused, nothing was written",
          new IllegalStateException("an operation that failed could not be taken back"));
    }
  }

  public List<LogRecord> records() {
    return records;
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }

  /** About how many the records take. */
  long bytes() {
    return bytes;
  }

  OptionalInt dimension() {
    return dimension;
  }

  private void append(MemoryKey key, LogRecord record) {
    records.add(record);
    newest.put(key, record);
    nextSequence++;
  }

  private long previousSequence(String namespace, String id) {
    var known = newest.isEmpty() ? null : newest.get(new MemoryKey(namespace, id));
    if (known != null) {
      return known.sequence();
    }
    int ordinal = publishedOrdinal(namespace, id);
    return ordinal == IdMap.ABSENT ? catalog.tombstones().get(namespace, id) : sequenceOf(ordinal);
  }

  private int publishedOrdinal(String namespace, String id) {
    int ordinal = catalog.ids().get(namespace, id);
    return ordinal != IdMap.ABSENT && live.contains(ordinal) ? ordinal : IdMap.ABSENT;
  }

  /** A version whose record is damaged can be replaced and deleted; what came before it is lost. */
  private long sequenceOf(int ordinal) {
    try {
      return log.read(catalog.positions().get(ordinal)).sequence();
    } catch (CorruptionException e) {
      LOG.warn("the history of a memory is cut: its last version is damaged", e);
      return LogRecord.NONE;
    }
  }

  private void requireDimension(String id, int given) {
    if (dimension.isEmpty()) {
      dimension = OptionalInt.of(given);
    }
    Require.that(
        dimension.getAsInt() == given,
        "the vector of memory '%s' has %d dimensions, the store has %d",
        id,
        given,
        dimension.getAsInt());
  }
}
