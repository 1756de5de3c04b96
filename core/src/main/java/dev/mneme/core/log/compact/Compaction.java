package dev.mneme.core.log.compact;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/**
 * One compaction: decides which sealed segments to rewrite, and which of their records go.
 *
 * <p>Nothing may come back. Replay gives a memory its newest remaining record, so compaction keeps
 * this rule at every step, a crash between two segments included: <em>as long as a put remains, a
 * record that shadowed it remains, or it is the newest</em>. Therefore a deletion is dropped only
 * when no older put of its memory remains in any segment; a put that is dropped although it is the
 * newest leaves a deletion if an older put remains; and segments are replaced oldest first, so that
 * older puts are gone before what shadowed them.
 *
 * <p>Cost: every sealed segment is read four times; memory grows with the number of memories (8 to
 * 16 bytes each, and a map entry for those with more than one record).
 */
public final class Compaction {
  /** A segment that keeps less than this part of a full one is merged with its neighbours. */
  private static final int SMALL_PART = 4;

  private final List<LogSegment> segments;
  private final CompactionPolicy policy;
  private final double deadFraction;
  private final KeyHistories histories;

  /** The expiries that say what no later one says. */
  private final LongHashSet neededExpiries;

  /**
   * @param segments the sealed ones, ascending
   */
  public Compaction(List<LogSegment> segments, CompactionPolicy policy, double deadFraction) {
    this.segments = segments;
    this.policy = policy;
    this.deadFraction = deadFraction;
    this.histories = KeyHistories.of(segments);
    this.neededExpiries = neededExpiries(segments);
  }

  /** An expiry is needed unless one that follows reaches at least as far. */
  private static LongHashSet neededExpiries(List<LogSegment> segments) {
    var needed = new LongHashSet();
    long furthest = Long.MIN_VALUE;
    for (var segment : segments.reversed()) {
      var expiries = new ArrayList<byte[]>();
      for (var cursor = segment.changes(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
        if (cursor.isExpiry()) {
          expiries.add(segment.record(cursor.offset()));
        }
      }
      for (var expiry : expiries.reversed()) {
        long upTo = Bytes.getLong(expiry, RecordFormat.EXPIRED_UP_TO);
        if (upTo > furthest) {
          furthest = upTo;
          needed.add(Bytes.getLong(expiry, RecordFormat.SEQUENCE));
        }
      }
    }
    return needed;
  }

  /** What a compaction did to the records so far. */
  public static final class Outcome {
    private final CompactionResult.Moves moves = new CompactionResult.Moves();
    private final CompactionResult.Ordinals droppedOrdinals = new CompactionResult.Ordinals();
    private final List<Integer> retired = new ArrayList<>();
    private long recordsDropped;

    private Outcome() {}

    /** All of it, with the size of the log before and after. */
    public CompactionResult result(long bytesBefore, long bytesAfter) {
      return new CompactionResult(
          bytesBefore, bytesAfter, retired.size(), recordsDropped, moves, retired, droppedOrdinals);
    }
  }

  private enum Fate {
    KEEP,
    DROP,
    /** The put goes, a deletion takes its place. */
    TOMBSTONE
  }

  /**
   * @param segmentBytes what a merged segment may have at most
   */
  public Outcome run(long segmentBytes, SegmentInstaller installer) throws IOException {
    var groups = groups(segmentBytes);
    var outcome = new Outcome();
    histories.restart();
    int next = 0;
    for (var group : groups) {
      for (; segments.get(next) != group.getFirst(); next++) {
        keepAll(segments.get(next));
      }
      try (var writer = installer.start(group)) {
        for (var segment : group) {
          rewrite(segment, writer, outcome);
        }
        installer.install(group, writer.finish(group.getLast()));
      }
      group.forEach(segment -> outcome.retired.add(segment.number()));
      next += group.size();
    }
    return outcome;
  }

  /** Neighbours that become one segment each time; ascending. */
  private List<List<LogSegment>> groups(long segmentBytes) {
    histories.restart();
    var groups = new ArrayList<List<LogSegment>>();
    var group = new ArrayList<LogSegment>();
    long groupBytes = 0;
    boolean worthwhile = false;
    for (var segment : segments) {
      long total = segment.content().end() - SegmentFormat.HEADER_LENGTH;
      long dead = deadBytes(segment, total);
      boolean selected = dead > 0;
      long kept = total - dead;
      boolean candidate = selected || kept < segmentBytes / SMALL_PART;
      if (!candidate || groupBytes + kept > segmentBytes) {
        close(groups, group, worthwhile);
        groupBytes = 0;
        worthwhile = false;
      }
      if (candidate) {
        group.add(segment);
        groupBytes += kept;
        worthwhile |= selected;
      }
    }
    close(groups, group, worthwhile);
    return groups;
  }

  private static void close(
      List<List<LogSegment>> groups, List<LogSegment> group, boolean worthwhile) {
    if (worthwhile || group.size() > 1) {
      groups.add(List.copyOf(group));
    }
    group.clear();
  }

  /**
   * What rewriting the segment would free, or 0 if that is not worth it; then all its records
   * remain.
   */
  private long deadBytes(LogSegment segment, long total) {
    long dead = 0;
    var dropped = new ArrayList<KeyHistories.History>();
    for (var cursor = segment.cursor(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
      byte[] record = segment.record(cursor.offset());
      var history = histories.of(record);
      var fate = decide(record, history);
      if (fate != Fate.KEEP && record[RecordFormat.KIND] == RecordFormat.PUT) {
        dropped.add(history);
      }
      dead += fate == Fate.DROP ? record.length : 0;
      dead += fate == Fate.TOMBSTONE ? record.length - tombstoneLength(record) : 0;
    }
    if (dead > 0 && dead >= deadFraction * total) {
      return dead;
    }
    dropped.forEach(KeyHistories.History::putRemains);
    return 0;
  }

  private void keepAll(LogSegment segment) {
    for (var cursor = segment.cursor(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
      byte[] record = segment.record(cursor.offset());
      var history = histories.of(record);
      history.step();
      if (record[RecordFormat.KIND] == RecordFormat.PUT) {
        history.putRemains();
      }
    }
  }

  private void rewrite(LogSegment segment, CompactedWriter writer, Outcome outcome)
      throws IOException {
    for (var cursor = segment.changes(SegmentFormat.HEADER_LENGTH); cursor.next(); ) {
      byte[] record = segment.record(cursor.offset());
      if (cursor.isExpiry()) {
        if (neededExpiries.contains(cursor.sequence())) {
          writer.copy(record);
        }
        continue;
      }
      boolean put = record[RecordFormat.KIND] == RecordFormat.PUT;
      int ordinal = Bytes.getInt(record, RecordFormat.ORDINAL);
      var fate = decide(record, histories.of(record));
      switch (fate) {
        case KEEP -> {
          long position = writer.copy(record);
          if (put) {
            outcome.moves.add(ordinal, Position.of(segment.number(), cursor.offset()), position);
          }
        }
        case TOMBSTONE -> writer.add(tombstone(record));
        case DROP -> outcome.recordsDropped++;
      }
      if (put && fate != Fate.KEEP) {
        outcome.droppedOrdinals.add(ordinal);
      }
    }
  }

  /** What becomes of the next record of a history if its segment is rewritten. */
  private Fate decide(byte[] record, KeyHistories.History history) {
    int newer = history.step();
    if (record[RecordFormat.KIND] == RecordFormat.DELETE) {
      return history.remaining() > 0 ? Fate.KEEP : Fate.DROP;
    }
    if (policy.keep(CompactionPolicy.Version.of(record, newer))) {
      history.putRemains();
      return Fate.KEEP;
    }
    return newer == 0 && history.remaining() > 0 ? Fate.TOMBSTONE : Fate.DROP;
  }

  private static LogRecord.Delete tombstone(byte[] put) {
    var key = RecordDecoder.key(put);
    return new LogRecord.Delete(
        Bytes.getLong(put, RecordFormat.SEQUENCE),
        Bytes.getLong(put, RecordFormat.PREVIOUS_SEQUENCE),
        RecordDecoder.written(put),
        key.namespace(),
        key.id());
  }

  private static int tombstoneLength(byte[] put) {
    return RecordFormat.align(
        RecordFormat.DELETE_HEADER
            + Bytes.getUnsignedShort(put, RecordFormat.NAMESPACE_BYTES)
            + Bytes.getUnsignedShort(put, RecordFormat.ID_BYTES));
  }
}
