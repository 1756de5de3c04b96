package dev.mneme.core.log.repair;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.FileWindow;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.report.Progress;

import dev.mneme.report.SalvageReport.Range;
import dev.mneme.error.CorruptionException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes from one segment file what is valid. After bytes that are not, it goes on where the damaged
 * record should end, and if nothing valid begins there, at the next place where something does: a
 * record that lies within another one's text is only believed where both its frame is damaged and
 * the sequence fits. Not thread-safe.
 *
 * <p>A batch end, a seal or a following segment vouches for everything before it; changes that
 * nothing vouches for were never acknowledged and are left out.
 */
final class SegmentSalvage {
  private final Path path;
  private final FileWindow window;
  private final OptionalLong nextFirst;
  private final SalvageTarget target;
  private final SalvageLosses losses;
  private final long floor;
  private final List<LogRecord> pending = new ArrayList<>();
  private boolean compacted;
  private long pendingAt = SegmentFormat.HEADER_LENGTH;

  /**
   * @param nextFirst the first sequence of the following segment, if there is one
   */
  SegmentSalvage(
      Path path,
      FileWindow window,
      OptionalLong nextFirst,
      SalvageTarget target,
      SalvageLosses losses) {
    this.path = path;
    this.window = window;
    this.nextFirst = nextFirst;
    this.target = target;
    this.losses = losses;
    this.floor = losses.lastSequence();
  }

  /**
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote the segment
   */
  void run(Storage.File file, long nameSequence, Progress progress) throws IOException {
    readHeader(file);
    losses.reached(nameSequence - 1, false, path, 0);
    long offset = SegmentFormat.HEADER_LENGTH;
    while (offset < window.limit()) {
      int length = window.validRecord(offset);
      if (length > 0) {
        take(offset, length);
        offset += length;
      } else {
        long next = resync(offset);
        losses.damaged(path, offset, next - offset, "no valid record begins here");
        offset = next;
      }
      progress.done(Math.min(offset, window.limit()), window.limit());
    }
    end();
  }

  private void readHeader(Storage.File file) throws IOException {
    try {
      compacted = SegmentFormat.Header.read(path, file).compacted();
    } catch (CorruptionException e) {
      // The records say all that is needed; without the header, gaps may be those of a compaction.
      compacted = true;
      long bytes = Math.min(SegmentFormat.HEADER_LENGTH, window.limit());
      losses.refused(path, 0, bytes, Optional.empty(), "the segment header is damaged");
    }
  }

  private void take(long offset, int length) throws IOException {
    int at = window.load(offset, length);
    byte[] bytes = window.array();
    long sequence = Bytes.getLong(bytes, at + RecordFormat.SEQUENCE);
    switch (bytes[at + RecordFormat.KIND]) {
      case RecordFormat.BATCH_END, RecordFormat.SEAL -> {
        if (fits(sequence)) {
          losses.reached(sequence, compacted, path, offset);
        }
        flush(offset + length);
      }
      case RecordFormat.EXPIRED -> {
        if (sequence > losses.lastSequence() && fits(sequence)) {
          flush(offset); // it has a batch of its own
          losses.seen(sequence, compacted, path, offset);
          target.expired(java.util.Arrays.copyOfRange(bytes, at, at + length));
        }
      }
      default -> change(java.util.Arrays.copyOfRange(bytes, at, at + length), sequence, offset);
    }
  }

  private void change(byte[] record, long sequence, long offset) {
    if (sequence <= floor) {
      return; // an interrupted compaction has left the segment that it had replaced
    }
    if (sequence <= losses.lastSequence() || !fits(sequence)) {
      losses.refused(
          path,
          offset,
          record.length,
          Optional.empty(),
          "sequence " + sequence + " is out of order");
      return;
    }
    losses.seen(sequence, compacted, path, offset);
    try {
      pending.add(RecordDecoder.decode(record));
    } catch (RuntimeException e) {
      losses.refused(
          path,
          offset,
          record.length,
          Optional.of(new Range(sequence, sequence)),
          "the record cannot be decoded: " + e.getMessage());
    }
  }

  private boolean fits(long sequence) {
    return sequence >= 0 && (compacted || nextFirst.isEmpty() || sequence < nextFirst.getAsLong());
  }

  private void flush(long end) {
    if (!pending.isEmpty()) {
      target.append(pending);
      pending.clear();
    }
    pendingAt = end;
  }

  private void end() {
    if (nextFirst.isPresent()) {
      flush(window.limit());
    } else if (!pending.isEmpty()) {
      var missing = new Range(pending.getFirst().sequence(), pending.getLast().sequence());
      losses.refused(
          path,
          pendingAt,
          window.limit() - pendingAt,
          Optional.of(missing),
          "a write without its end, which was never acknowledged or lost its end");
    }
  }

  /** Whether the record at {@code offset} is what comes behind one that is lost. */
  private boolean follows(long offset) throws IOException {
    int length = window.validRecord(offset);
    if (length == 0) {
      return false;
    }
    int at = window.load(offset, length);
    byte kind = window.array()[at + RecordFormat.KIND];
    boolean change = RecordFormat.isChange(kind);
    long skipped =
        Bytes.getLong(window.array(), at + RecordFormat.SEQUENCE)
            - losses.lastSequence()
            - (change ? 1 : 0);
    return compacted || skipped <= 1; // else it is the length that is damaged
  }

  /** Where to go on behind a place where no valid record begins. */
  private long resync(long bad) throws IOException {
    if (window.limit() - bad >= RecordFormat.MIN_LENGTH) {
      int at = window.load(bad, RecordFormat.MIN_LENGTH);
      int length = Bytes.getInt(window.array(), at + RecordFormat.LENGTH);
      byte kind = window.array()[at + RecordFormat.KIND];
      if (RecordFormat.plausible(length, kind, window.limit() - bad)
          && (bad + length == window.limit() || follows(bad + length))) {
        return bad + length;
      }
    }
    long offset = bad + RecordFormat.ALIGNMENT;
    while (offset < window.limit() && window.validRecord(offset) == 0) {
      offset += RecordFormat.ALIGNMENT;
    }
    return Math.min(offset, window.limit());
  }
}
