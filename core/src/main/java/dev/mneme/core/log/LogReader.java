package dev.mneme.core.log;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.error.CorruptionException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.report.LogStatistics;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reading side of an open log. Each call takes the segments as they are when it begins, and no
 * lock.
 */
final class LogReader {
  private final LogWriter log;

  LogReader(LogWriter log) {
    this.log = log;
  }

  OptionalLong digest(long sequence) {
    var now = log.table();
    if (sequence < -1 || sequence > now.active().lastSequence()) {
      return OptionalLong.empty();
    }
    return now.current().get(now.indexOf(sequence)).digestAt(sequence);
  }

  long lastSequence() {
    return log.table().active().lastSequence();
  }

  int lastOrdinal() {
    return log.table().active().content().lastOrdinal();
  }

  LogStatistics stats() {
    var segments = log.table().current();
    long bytes = segments.stream().mapToLong(LogSegment::publishedBytes).sum();
    long records = segments.stream().mapToLong(segment -> segment.content().records()).sum();
    return new LogStatistics(segments.size(), bytes, records);
  }

  long layout(long sequence) {
    long layout = 0;
    for (var segment : log.table().current()) {
      if (segment.firstSequence() <= sequence) {
        layout = (layout * 31 + segment.firstSequence()) * 0x9e3779b97f4a7c15L + segment.number();
      }
    }
    return layout;
  }

  LogRecord.Put read(long position) {
    return segment(position).decodePut(Position.offset(position));
  }

  Optional<MemorySegment> vector(long position) {
    return segment(position).vector(Position.offset(position));
  }

  MemoryKey key(long position) {
    return segment(position).key(Position.offset(position));
  }

  private LogSegment segment(long position) {
    log.requireOpen();
    var segment = log.table().byNumber(Position.segment(position));
    if (segment == null) {
      throw new CorruptionException(
          log.directory(), position, "no segment has the number " + Position.segment(position));
    }
    return segment;
  }

  void replay(long after, MemoryLog.Visitor visitor) {
    log.requireOpen();
    var now = log.table();
    for (var segment : now.current().subList(now.indexOf(after + 1), now.current().size())) {
      for (var cursor = segment.changes(segment.seek(after + 1)); cursor.next(); ) {
        if (cursor.sequence() > after) {
          log.requireOpen();
          visit(segment, cursor, visitor);
        }
      }
    }
  }

  private static void visit(
      LogSegment segment, LogSegment.Cursor cursor, MemoryLog.Visitor visitor) {
    if (cursor.isExpiry()) {
      var record = segment.record(cursor.offset());
      long upTo = Bytes.getLong(record, RecordFormat.EXPIRED_UP_TO);
      visitor.expired(cursor.sequence(), Instant.ofEpochMilli(upTo));
    } else {
      visitor.visit(
          Position.of(segment.number(), cursor.offset()), segment.decode(cursor.offset()));
    }
  }

  Optional<LogRecord> find(long sequence) {
    log.requireOpen();
    var now = log.table();
    if (sequence < 0 || sequence > now.active().lastSequence()) {
      return Optional.empty();
    }
    var segment = now.current().get(now.indexOf(sequence));
    for (var cursor = segment.cursor(segment.seek(sequence)); cursor.next(); ) {
      if (cursor.sequence() == sequence) {
        return Optional.of(segment.decode(cursor.offset()));
      }
      if (cursor.sequence() > sequence) {
        break;
      }
    }
    return Optional.empty();
  }
}
