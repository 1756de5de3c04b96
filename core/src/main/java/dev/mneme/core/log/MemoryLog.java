package dev.mneme.core.log;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The append-only log. One thread appends, any thread reads.
 *
 * <p>A position is opaque: it names a record until the record is moved by {@link #compact}. Positions are not negative.
 */
public final class MemoryLog implements AutoCloseable {

  private MemoryLog() {}

  /** Opens or creates, and recovers: cuts a torn tail, and refuses damage before valid records. */
  public static MemoryLog open(Storage storage, Path directory, LogOptions options) {
    throw new IllegalStateException("contract only " + storage + directory + options);
  }

  /** The sequence of the last committed record, or -1. */
  public long lastSequence() {
    throw new IllegalStateException("contract only");
  }

  /** The highest ordinal ever given to a record, or -1, whether or not that record is still there. */
  public int lastOrdinal() {
    throw new IllegalStateException("contract only");
  }

  /**
   * Appends the records and their batch end in one write; after return readers see them, nothing is durable yet.
   * Sequences must continue {@link #lastSequence}. All or nothing.
   *
   * @return the position of each record
   * @throws dev.mneme.core.model.StorageFailure and refuses all further appends
   */
  public long[] append(List<LogRecord> batch) {
    throw new IllegalStateException("contract only" + batch);
  }

  /** Makes everything appended durable. A failure poisons the log: never retried. */
  public void sync() {
    throw new IllegalStateException("contract only");
  }

  /** The memory version at a position. Thread-safe, no lock, checks the CRC. */
  public LogRecord.Put read(long position) {
    throw new IllegalStateException("contract only" + position);
  }

  /** Where the vector of the put at {@code position} lies, as little-endian float32, or empty if it has none. No CRC check. */
  public Optional<MemorySegment> vector(long position) {
    throw new IllegalStateException("contract only" + position);
  }

  /** All committed records with a sequence above {@code after}, in order. */
  public void replay(long after, Visitor visitor) {
    throw new IllegalStateException("contract only" + after + visitor);
  }

  /** The record with this sequence, if compaction has kept it. For history; may scan a segment. */
  public Optional<LogRecord> find(long sequence) {
    throw new IllegalStateException("contract only" + sequence);
  }

  @Override
  public void close() {
    throw new IllegalStateException("contract only");
  }

  /** Receives records in replay. */
  public interface Visitor {
    void visit(long position, LogRecord record);
  }
}
