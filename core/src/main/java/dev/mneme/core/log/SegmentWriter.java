package dev.mneme.core.log;

import dev.mneme.core.log.format.BatchTracker;
import dev.mneme.core.log.format.FileWindow;
import dev.mneme.core.log.format.LogDigest;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentContent;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.log.format.SparseIndex;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Appends to the last segment and shows its readers what is complete. Used under the log's write
 * lock. After any exception the file may hold anything behind what is published: the log must not
 * use the writer again.
 *
 * <p>Readers find appended bytes in a tail buffer, so that an append maps nothing; a tail of over 4
 * MiB is replaced by a longer mapping. The buffer lies off the heap, as mappings do, so that
 * vectors in it are aligned.
 */
final class SegmentWriter {
  private static final long MAX_TAIL = 4 << 20;
  private static final long FIRST_TAIL = 64 << 10;
  private static final int SECURED_AT_ONCE = 1 << 20;

  private final Storage storage;
  private final LogSegment segment;
  private final Storage.File file;
  private SparseIndex index;
  private MemorySegment mapped;
  private MemorySegment tail = MemorySegment.NULL;
  private long end;
  private long durable;
  private long digest;
  private SegmentContent durableContent;
  private boolean marked;

  private SegmentWriter(
      Storage storage, LogSegment segment, Storage.File file, BatchTracker.Committed committed) {
    this.storage = storage;
    this.segment = segment;
    this.file = file;
    this.index = committed.index();
    this.mapped = segment.content().mapped();
    this.end = committed.end();
    this.durable = end;
    this.digest = committed.digest();
    this.durableContent = segment.content();
    this.marked = committed.marked();
  }

  /** Starts a segment. Its file exists, durably and with a valid header, or not at all. */
  static SegmentWriter create(Storage storage, Path directory, SegmentFormat.Header header)
      throws IOException {
    Path path = directory.resolve(SegmentFormat.fileName(header.firstSequence()));
    storage.writeAtomically(path, ByteBuffer.wrap(header.encode()));
    long digest = header.startDigest();
    var nothing = new BatchTracker(header, digest).committed();
    return resume(
        storage, new LogRecovery.OpenSegment(path, header, digest, nothing, nothing.end()));
  }

  /** Goes on with a segment: cuts off what is not committed, and makes durable what is. */
  static SegmentWriter resume(Storage storage, LogRecovery.OpenSegment open) throws IOException {
    var committed = open.committed();
    var file = storage.open(open.file(), Storage.Mode.WRITE);
    boolean ready = false;
    try {
      if (open.fileSize() > committed.end()) {
        file.truncate(committed.end());
      }
      secure(file, committed.durable(), committed.end());
      var map = storage.map(open.file(), committed.end());
      var content =
          new SegmentContent(
              map,
              MemorySegment.NULL,
              committed.end(),
              committed.lastSequence(),
              committed.lastOrdinal(),
              committed.records(),
              committed.digest(),
              committed.digest());
      var segment =
          new LogSegment(
              open.file(), open.header(), open.startDigest(), content, committed.index());
      ready = true;
      return new SegmentWriter(storage, segment, file, committed);
    } finally {
      if (!ready) {
        file.close();
      }
    }
  }

  /**
   * Makes what readers see now durable, whatever the process before has left: batches that it wrote
   * and did not sync, or could not. After a failed fsync the kernel may show pages that no later
   * fsync writes, so they are written again first.
   */
  static void secure(Storage.File file, long from, long to) throws IOException {
    var window = new FileWindow(file, to);
    for (long offset = from; offset < to; ) {
      int length = (int) Math.min(SECURED_AT_ONCE, to - offset);
      file.write(ByteBuffer.wrap(window.array(), window.load(offset, length), length), offset);
      offset += length;
    }
    file.sync();
  }

  LogSegment segment() {
    return segment;
  }

  long end() {
    return end;
  }

  /** What of the segment is durable, for the manifest. */
  Manifest.Entry durableEntry() {
    return Manifest.Entry.of(segment, durableContent, false);
  }

  boolean isEmpty() {
    return segment.content().records() == 0;
  }

  /** What is known to be durable: what the end of the next batch has to say. */
  long durable() {
    return durable;
  }

  /**
   * Writes a batch that is encoded to its end, and publishes it.
   *
   * @param starts where each record begins in the batch
   * @param firstSequence of the batch
   */
  void append(RecordEncoder batch, int[] starts, long firstSequence, int lastOrdinal)
      throws IOException {
    requireUntouched();
    long lastSequence = firstSequence + starts.length - 1;
    var bytes = ByteBuffer.wrap(batch.array(), 0, batch.size());
    file.write(bytes, end);
    for (int i = 0; i < starts.length; i++) {
      index = index.with(firstSequence + i, end + starts[i]);
      digest = LogDigest.with(digest, batch.array(), starts[i]);
    }
    extend(batch.array(), batch.size());
    marked = false;
    publish(lastSequence, lastOrdinal, segment.content().records() + starts.length);
  }

  /** The file must end where this writer has left it: nobody else writes, cuts or replaces it. */
  private void requireUntouched() throws IOException {
    long size;
    try {
      size = storage.size(segment.file());
    } catch (NoSuchFileException e) {
      throw new IOException("the file was deleted while it was open", e);
    }
    if (size != end) {
      throw new IOException(
          "the file has "
              + size
              + " bytes where this process left "
              + end
              + ": something else has changed it");
    }
  }

  void sync() throws IOException {
    if (durable < end) {
      file.sync();
      durable = end;
      durableContent = segment.content();
    }
  }

  /**
   * Ends the segment: the seal is written when everything before it is durable, so it vouches for
   * that.
   */
  void seal() throws IOException {
    requireUntouched();
    sync();
    var content = segment.content();
    var seal =
        new SegmentFormat.Seal(
            segment.firstSequence(),
            content.lastSequence(),
            content.lastOrdinal(),
            content.records(),
            end,
            digest,
            digest);
    byte[] bytes = seal.encode();
    file.write(ByteBuffer.wrap(bytes), end);
    file.sync();
    mapped = storage.map(segment.file(), end + bytes.length);
    tail = MemorySegment.NULL;
    publish(content.lastSequence(), content.lastOrdinal(), content.records());
    file.close();
  }

  /**
   * Makes everything durable and says so in the file: an empty batch, whose durable length lets the
   * next open tell damage to the last real batch from a torn write.
   */
  void markClean() throws IOException {
    sync();
    if (!marked) {
      requireUntouched();
      var content = segment.content();
      var mark = new RecordEncoder();
      mark.end(content.lastSequence(), content.lastOrdinal(), durable);
      file.write(ByteBuffer.wrap(mark.array(), 0, mark.size()), end);
      file.sync();
      marked = true;
    }
  }

  void close() throws IOException {
    file.close();
  }

  private void publish(long lastSequence, int lastOrdinal, long records) {
    segment.publish(
        new SegmentContent(mapped, tail, end, lastSequence, lastOrdinal, records, digest, digest),
        index);
  }

  /** Makes written bytes readable. Bytes that are published already never change. */
  private void extend(byte[] bytes, int length) throws IOException {
    long used = end - mapped.byteSize();
    long newUsed = used + length;
    end += length;
    if (newUsed > MAX_TAIL) {
      mapped = storage.map(segment.file(), end);
      tail = MemorySegment.NULL;
      return;
    }
    if (newUsed > tail.byteSize()) {
      long capacity = Math.max(Math.max(FIRST_TAIL, 2 * tail.byteSize()), newUsed);
      var grown = Arena.ofAuto().allocate(Math.min(capacity, MAX_TAIL), RecordFormat.ALIGNMENT);
      MemorySegment.copy(tail, 0, grown, 0, used);
      tail = grown;
    }
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, tail, used, length);
  }
}
