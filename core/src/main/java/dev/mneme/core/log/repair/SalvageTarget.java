package dev.mneme.core.log.repair;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.report.SalvageReport;
import dev.mneme.memory.MemoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log that salvaged changes are copied to. They are numbered anew, since a log has no gaps, and
 * each points to the copied change before it of the same memory. Keeps the ids on the heap.
 */
final class SalvageTarget {
  private final MemoryLog log;
  private final Map<MemoryKey, Long> newest = new HashMap<>();
  private final Map<MemoryKey, Boolean> alive = new HashMap<>();
  private long puts;
  private long deletes;

  SalvageTarget(MemoryLog log) {
    this.log = log;
  }

  /** Appends the changes as one batch. */
  void append(List<LogRecord> batch) {
    long sequence = log.lastSequence();
    int ordinal = log.lastOrdinal();
    var renumbered = new ArrayList<LogRecord>(batch.size());
    for (var record : batch) {
      var key = new MemoryKey(record.namespace(), record.id());
      sequence++;
      Long before = newest.put(key, sequence);
      long previous = before == null ? LogRecord.NONE : before;
      alive.put(key, record instanceof LogRecord.Put);
      switch (record) {
        case LogRecord.Put put -> {
          ordinal++;
          puts++;
          renumbered.add(
              new LogRecord.Put(
                  sequence, previous, put.written(), ordinal, put.namespace(), put.memory()));
        }
        case LogRecord.Delete delete -> {
          deletes++;
          renumbered.add(
              new LogRecord.Delete(
                  sequence, previous, delete.written(), delete.namespace(), delete.id()));
        }
      }
    }
    log.append(renumbered);
  }

  /** Appends an expiry. */
  void expired(byte[] expiry) {
    long upTo = Bytes.getLong(expiry, RecordFormat.EXPIRED_UP_TO);
    log.appendExpiry(Instant.ofEpochMilli(upTo), RecordDecoder.written(expiry));
  }

  SalvageReport report(List<SalvageReport.Loss> losses) {
    long memories = alive.values().stream().filter(is -> is).count();
    return new SalvageReport(puts, deletes, memories, losses);
  }
}
