package dev.mneme.core.log.compact;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.LogDigest;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes the segment that replaces others, in a temporary file until {@link #finish} has made it
 * whole and durable.
 */
public final class CompactedWriter implements AutoCloseable {
  private static final int BATCH_BYTES = 1 << 20;

  private final Storage storage;
  private final Path directory;
  private final SegmentFormat.Header header;
  private final Path temporary;
  private final Storage.File file;
  private final RecordEncoder batch = new RecordEncoder();
  private final int lastOrdinal;
  private long end = SegmentFormat.HEADER_LENGTH;
  private long lastSequence;
  private long records;
  private long contentDigest;
  private boolean renamed;

  /**
   * @param lastOrdinal the highest ordinal ever given, as of the end of the segment
   */
  public CompactedWriter(
      Storage storage, Path directory, SegmentFormat.Header header, int lastOrdinal)
      throws IOException {
    this.storage = storage;
    this.directory = directory;
    this.header = header;
    this.lastOrdinal = lastOrdinal;
    lastSequence = header.firstSequence() - 1;
    temporary =
        directory.resolve(
            SegmentFormat.fileName(header.firstSequence()) + SegmentFormat.TEMPORARY_SUFFIX);
    if (storage.exists(temporary)) {
      storage.delete(temporary);
    }
    file = storage.open(temporary, Storage.Mode.CREATE);
    boolean ready = false;
    try {
      file.write(ByteBuffer.wrap(header.encode()), 0);
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  /** Adds a record as it is, and returns its position. */
  long copy(byte[] record) throws IOException {
    int start = batch.addEncoded(record);
    long position = Position.of(header.number(), end + start);
    contentDigest = LogDigest.with(contentDigest, batch.array(), start);
    added(Bytes.getLong(record, RecordFormat.SEQUENCE));
    return position;
  }

  /** Adds a deletion. */
  void add(LogRecord.Delete tombstone) throws IOException {
    int start = batch.add(tombstone);
    contentDigest = LogDigest.with(contentDigest, batch.array(), start);
    added(tombstone.sequence());
  }

  /**
   * Puts the segment in the place of the one that begins with the same sequence.
   *
   * @param last of the segments that it replaces
   */
  LogSegment finish(LogSegment last) throws IOException {
    flush();
    var seal =
        new SegmentFormat.Seal(
            header.firstSequence(),
            last.lastSequence(),
            lastOrdinal,
            records,
            end,
            last.content().digest(),
            contentDigest);
    byte[] bytes = seal.encode();
    file.write(ByteBuffer.wrap(bytes), end);
    file.sync();
    // Before it gets its place: from then on the log has to go on with it.
    var map = storage.map(temporary, end + bytes.length);
    Path path = directory.resolve(SegmentFormat.fileName(header.firstSequence()));
    renamed = true;
    try {
      storage.rename(temporary, path);
      storage.syncDirectory(directory);
    } catch (IOException e) {
      throw new UndecidedException(e);
    }
    return LogSegment.sealed(path, header, header.startDigest(), seal, map);
  }

  /**
   * The old segment or the new one may be found after a crash: nothing that depends on either may
   * be deleted.
   */
  public static final class UndecidedException extends IOException {
    private static final long serialVersionUID = 1;

    private UndecidedException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
    if (!renamed) {
      storage.delete(temporary);
    }
  }

  private void added(long sequence) throws IOException {
    lastSequence = sequence;
    records++;
    if (batch.size() >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (batch.records() > 0) {
      batch.end(lastSequence, lastOrdinal, 0);
      file.write(ByteBuffer.wrap(batch.array(), 0, batch.size()), end);
      end += batch.size();
      batch.clear();
    }
  }
}
