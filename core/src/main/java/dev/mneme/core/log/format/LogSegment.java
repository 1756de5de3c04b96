package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.error.CorruptionException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.core.storage.MappedReads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment as its readers see it. Thread-safe and without locks; only the segment's writer
 * publishes new content.
 *
 * <p>Every access is checked against what is published before memory is touched, so that a wrong
 * offset or a damaged length ends as {@link CorruptionException}.
 */
public final class LogSegment {
  private static final Logger LOG = LoggerFactory.getLogger(LogSegment.class);

  private final Path file;
  private final SegmentFormat.Header header;
  private final long startDigest;
  private volatile SegmentContent content;
  private volatile @Nullable SparseIndex index;

  /**
   * @param startDigest of the log before the segment
   * @param index null where nobody appends: it is made when it is first needed
   */
  public LogSegment(
      Path file,
      SegmentFormat.Header header,
      long startDigest,
      SegmentContent content,
      @Nullable SparseIndex index) {
    this.startDigest = startDigest;
    this.file = file;
    this.header = header;
    this.content = content;
    this.index = index;
  }

  /** One that gets no more. */
  public static LogSegment sealed(
      Path path,
      SegmentFormat.Header header,
      long startDigest,
      SegmentFormat.Seal seal,
      MemorySegment map) {
    var content =
        new SegmentContent(
            map,
            MemorySegment.NULL,
            seal.offset(),
            seal.lastSequence(),
            seal.lastOrdinal(),
            seal.records(),
            seal.digest(),
            seal.contentDigest());
    return new LogSegment(path, header, startDigest, content, null);
  }

  public Path file() {
    return file;
  }

  public SegmentFormat.Header header() {
    return header;
  }

  public int number() {
    return header.number();
  }

  /** Of the log before the segment. */
  public long startDigest() {
    return startDigest;
  }

  /**
   * Of the log as of {@code sequence}, which lies in the segment or just before it; empty where
   * compaction has taken away what it would follow from. Reads the headers of the records before
   * it, unless it is one of the segment's ends.
   */
  public OptionalLong digestAt(long sequence) {
    var now = content;
    if (sequence == header.firstSequence() - 1) {
      return OptionalLong.of(startDigest);
    }
    if (sequence == now.lastSequence()) {
      return OptionalLong.of(now.digest());
    }
    if (header.compacted()) {
      return OptionalLong.empty();
    }
    long digest = startDigest;
    for (var cursor = changes(SegmentFormat.HEADER_LENGTH);
        cursor.next() && cursor.sequence() <= sequence; ) {
      digest = LogDigest.with(digest, now, cursor.offset());
    }
    return OptionalLong.of(digest);
  }

  /**
   * The digest that follows from the records which are there; of those before the first damaged
   * one.
   */
  public long digestOfRecords() {
    long digest = startDigest;
    try {
      for (var cursor = changes(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
        digest = LogDigest.with(digest, content, cursor.offset());
      }
    } catch (CorruptionException damage) {
      LOG.warn("the digest of a segment leaves out what is damaged: {}", damage.getMessage());
    }
    return digest;
  }

  public long firstSequence() {
    return header.firstSequence();
  }

  public long lastSequence() {
    return content.lastSequence();
  }

  /** The part of the file that counts: a failed write may have left more. */
  public long publishedBytes() {
    return content.publishedBytes();
  }

  public SegmentContent content() {
    return content;
  }

  public void publish(SegmentContent newContent, SparseIndex newIndex) {
    index = newIndex; // first: an index that knows more than the content does no harm, see
    // SparseIndex.floorOffset
    content = newContent;
  }

  /** A copy of the record at {@code offset}, its CRC checked. */
  public byte[] record(long offset) {
    var bytes = bytes(offset);
    int length = bytes.length;
    if (Bytes.getInt(bytes, RecordFormat.CRC) != RecordFormat.checksum(bytes, 0, length)) {
      throw new CorruptionException(file, offset, "the record's checksum is wrong");
    }
    return bytes;
  }

  private byte[] bytes(long offset) {
    var now = content;
    return settled(
        offset,
        () -> {
          int length = validLength(now, offset);
          var bytes = new byte[length];
          MemorySegment.copy(now.slice(offset, length), ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
          return bytes;
        });
  }

  /** Reads of the record at {@code offset}, all of which were there. */
  private <T> T settled(long offset, Supplier<T> reads) {
    try {
      try {
        return reads.get();
      } finally {
        MappedReads.settle(); // what went wrong may come of what was not there
      }
    } catch (InternalError lost) {
      throw new CorruptionException(
          file,
          offset,
          "the record cannot be read: the file was cut, or its disk is damaged there");
    }
  }

  /** The put or delete at {@code offset}. */
  public LogRecord decode(long offset) {
    byte[] bytes = record(offset);
    try {
      return RecordDecoder.decode(bytes);
    } catch (RuntimeException e) {
      throw undecodable(offset, e);
    }
  }

  public LogRecord.Put decodePut(long offset) {
    byte[] bytes = record(offset);
    try {
      return RecordDecoder.decodePut(bytes);
    } catch (RuntimeException e) {
      throw undecodable(offset, e);
    }
  }

  /**
   * The vector of the put at {@code offset}; its CRC is not checked. Whether its bytes can be read
   * shows when the caller reads them, see {@link MappedReads}.
   */
  public Optional<MemorySegment> vector(long offset) {
    var now = content;
    int length = validLength(now, offset);
    if (now.getByte(offset + RecordFormat.KIND) != RecordFormat.PUT) {
      throw new CorruptionException(file, offset, "there is no memory here");
    }
    int dimension = now.getInt(offset + RecordFormat.DIMENSION);
    if (dimension < 0 || (long) dimension * Float.BYTES > length - RecordFormat.VECTOR) {
      throw new CorruptionException(
          file, offset, "a vector of " + dimension + " dimensions does not fit its record");
    }
    return dimension == 0
        ? Optional.empty()
        : Optional.of(now.slice(offset + RecordFormat.VECTOR, (long) dimension * Float.BYTES));
  }

  /** Namespace and id of the put at {@code offset}; its CRC is not checked. */
  public MemoryKey key(long offset) {
    var now = content;
    return settled(offset, () -> key(now, offset));
  }

  private MemoryKey key(SegmentContent now, long offset) {
    int length = validLength(now, offset);
    if (now.getByte(offset + RecordFormat.KIND) != RecordFormat.PUT) {
      throw new CorruptionException(file, offset, "there is no memory here");
    }
    long at =
        RecordFormat.VECTOR + (long) Float.BYTES * now.getInt(offset + RecordFormat.DIMENSION);
    int namespace = now.getUnsignedShort(offset + RecordFormat.NAMESPACE_BYTES);
    int id = now.getUnsignedShort(offset + RecordFormat.ID_BYTES);
    if (at < RecordFormat.VECTOR || at + namespace + id > length) {
      throw new CorruptionException(file, offset, "namespace and id do not fit their record");
    }
    byte[] both = now.slice(offset + at, namespace + id).toArray(ValueLayout.JAVA_BYTE);
    return new MemoryKey(
        new String(both, 0, namespace, StandardCharsets.UTF_8),
        new String(both, namespace, id, StandardCharsets.UTF_8));
  }

  /** Where to start a search for {@code sequence}. */
  public long seek(long sequence) {
    var known = index;
    if (known == null) {
      known = SparseIndex.EMPTY;
      for (var cursor = cursor(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
        known = known.with(cursor.sequence(), cursor.offset());
      }
      index = known;
    }
    return known.floorOffset(sequence);
  }

  /**
   * Walks over the puts and deletes that are published now, from the record at {@code offset} on.
   */
  public Cursor cursor(long offset) {
    return new Cursor(offset, false);
  }

  /** The same over everything that has a sequence, expiries included. */
  public Cursor changes(long offset) {
    return new Cursor(offset, true);
  }

  private int validLength(SegmentContent now, long offset) {
    long available = now.available(offset);
    if (available < RecordFormat.MIN_LENGTH) {
      throw new CorruptionException(
          file, offset, "no record can begin here, the log ends at " + now.end());
    }
    int length = now.getInt(offset + RecordFormat.LENGTH);
    if (!RecordFormat.plausible(length, now.getByte(offset + RecordFormat.KIND), available)) {
      throw new CorruptionException(file, offset, "no record begins here");
    }
    return length;
  }

  private CorruptionException undecodable(long offset, RuntimeException e) {
    return new CorruptionException(file, offset, "the record cannot be decoded: " + e.getMessage());
  }

  /**
   * A walk over puts and deletes, or over expiries as well. Reads their headers only and checks no
   * CRC. Not thread-safe.
   */
  public final class Cursor {
    private final SegmentContent now = content;
    private final boolean expiries;
    private long offset;
    private long next;
    private byte kind;
    private long sequence;

    private Cursor(long start, boolean expiries) {
      this.next = start;
      this.expiries = expiries;
    }

    /** Goes to the next record; false at the end. */
    public boolean next() {
      return settled(next, this::find);
    }

    private boolean find() {
      while (next < now.end()) {
        offset = next;
        int length = validLength(now, offset);
        next = offset + length;
        kind = now.getByte(offset + RecordFormat.KIND);
        if (RecordFormat.isChange(kind) && (expiries || kind != RecordFormat.EXPIRED)) {
          sequence = now.getLong(offset + RecordFormat.SEQUENCE);
          return true;
        }
      }
      return false;
    }

    public long offset() {
      return offset;
    }

    public boolean isExpiry() {
      return kind == RecordFormat.EXPIRED;
    }

    public long sequence() {
      return sequence;
    }
  }
}
