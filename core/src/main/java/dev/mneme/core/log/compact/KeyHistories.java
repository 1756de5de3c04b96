package dev.mneme.core.log.compact;

import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.memory.MemoryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * How many records each memory has in the sealed segments. Only memories with more than one take an
 * entry: they are found by a set of 64-bit hashes first, where a collision merely costs an entry
 * too many. Not thread-safe.
 */
final class KeyHistories {
  private final LongHashSet repeated = new LongHashSet();
  private final Map<MemoryKey, History> histories = new HashMap<>();

  /** The walk over one memory's records, oldest first. */
  static final class History {
    private int total;
    private int seen;
    private int remaining;

    /** Steps to the next record and returns how many follow it. */
    int step() {
      seen++;
      return total - seen;
    }

    /** How many older puts outlive the compaction. */
    int remaining() {
      return remaining;
    }

    void putRemains() {
      remaining++;
    }
  }

  /** Reads every record, and so checks every CRC: a damaged key must not decide what is dropped. */
  static KeyHistories of(List<LogSegment> segments) {
    var all = new KeyHistories();
    var once = new LongHashSet();
    forEach(
        segments,
        record -> {
          long hash = RecordDecoder.keyHash(record);
          if (!once.add(hash)) {
            all.repeated.add(hash);
          }
        });
    forEach(segments, record -> all.of(record).total++);
    return all;
  }

  /** The history that the record belongs to. */
  History of(byte[] record) {
    if (repeated.contains(RecordDecoder.keyHash(record))) {
      return histories.computeIfAbsent(RecordDecoder.key(record), key -> new History());
    }
    var only = new History();
    only.total = 1;
    return only;
  }

  /** Starts all walks over. */
  void restart() {
    histories
        .values()
        .forEach(
            history -> {
              history.seen = 0;
              history.remaining = 0;
            });
  }

  private static void forEach(
      List<LogSegment> segments, java.util.function.Consumer<byte[]> action) {
    for (var segment : segments) {
      for (var cursor = segment.cursor(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
        action.accept(segment.record(cursor.offset()));
      }
    }
  }
}
