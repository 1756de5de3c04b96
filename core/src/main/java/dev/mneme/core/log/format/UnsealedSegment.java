package dev.mneme.core.log.format;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.error.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What counts of a segment without a seal, whose end a crash may have torn. */
public final class UnsealedSegment {
  private static final Logger LOG = LoggerFactory.getLogger(UnsealedSegment.class);

  private UnsealedSegment() {}

  /**
   * Reads the segment whole, and says what of it counts.
   *
   * @throws CorruptionException if it is damaged before its tail
   */
  public static BatchTracker.Committed scan(Path path, FileWindow window, BatchTracker tracker)
      throws IOException {
    long offset = SegmentFormat.HEADER_LENGTH;
    while (offset < window.limit()) {
      int length = window.validRecord(offset);
      if (length == 0) {
        requireTorn(path, window, offset, tracker.committed());
        break;
      }
      var problem = tracker.accept(window.array(), window.load(offset, length), offset);
      if (problem.isPresent()) {
        throw new CorruptionException(path, offset, problem.get());
      }
      offset += length;
    }
    long cut = window.limit() - tracker.committed().end();
    if (cut > 0) {
      LOG.warn("{}: cutting {} bytes of an unfinished write at its end", path, cut);
    }
    return tracker.committed();
  }

  /**
   * Tells a torn write from damage: it is damage if a batch behind the bad record was written when
   * the bad record's bytes were known to be durable.
   */
  private static void requireTorn(
      Path path, FileWindow window, long bad, BatchTracker.Committed committed) throws IOException {
    long last = window.limit() - RecordFormat.BATCH_END_LENGTH;
    for (long offset = bad + RecordFormat.ALIGNMENT;
        offset <= last;
        offset += RecordFormat.ALIGNMENT) {
      int at = window.load(offset, RecordFormat.BATCH_END_LENGTH);
      if (window.array()[at + RecordFormat.KIND] != RecordFormat.BATCH_END
          || Bytes.getInt(window.array(), at) != RecordFormat.BATCH_END_LENGTH
          || window.validRecord(offset) == 0) {
        continue;
      }
      long durable = Bytes.getLong(window.array(), at + RecordFormat.BATCH_DURABLE);
      long sequence = Bytes.getLong(window.array(), at + RecordFormat.SEQUENCE);
      if (durable > committed.end() && durable <= offset && sequence >= committed.lastSequence()) {
        throw new CorruptionException(path, bad, "the record is damaged, and valid ones follow it");
      }
    }
  }
}
