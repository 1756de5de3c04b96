package dev.mneme.core.log;

import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.compact.CompactionResult;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.StorageException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.report.LogStatistics;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * The append-only log. One thread appends, any thread reads; readers take no lock.
 *
 * <p>It is a sequence of segment files ({@link SegmentFormat}) of records ({@link RecordFormat}),
 * grouped in batches that count whole or not at all. Readers see segments through mappings, and the
 * newest bytes in a buffer; no read touches a channel, so interrupting a reader harms nobody.
 *
 * <p>A position is opaque: it names a record until the record is moved by {@link #compact} and the
 * old place is given up by {@link #retire}. Positions are not negative. They stay valid when the
 * log is reopened, as long as no compaction has run since.
 *
 * <p>The first failed write or fsync stops all writing for good ({@link StorageException}): what
 * the disk holds is then unknown, and a second fsync may claim success without having written
 * anything. Reads go on; opening the log again finds out. The caller keeps other processes away
 * (see {@link Storage#lock}).
 *
 * <p>Two locks guard it. The write lock is held by an append, a sync, a roll, and for the moment in
 * which a compaction swaps segments: by whatever changes the log ({@code LogWriter}). The
 * maintenance lock is held by what reads whole files or replaces them ({@code LogMaintenance}), and
 * is taken before the write lock. Readers take neither: they see one immutable table of segments
 * ({@code LogReader}).
 */
public final class MemoryLog implements AutoCloseable {

  /**
   * The part of a segment's bytes that must be dead before it is worth rewriting on the engine's
   * own account.
   */
  public static final double AUTOMATIC_DEAD_FRACTION = 0.3;

  private final LogWriter log;
  private final BatchAppender appender;
  private final LogReader reader;
  private final LogMaintenance maintenance;

  private MemoryLog(Storage storage, LogWriter log, LogOptions options, RecordEncoder encoder) {
    this.log = log;
    appender = new BatchAppender(log, options.segmentBytes(), encoder);
    reader = new LogReader(log);
    maintenance = new LogMaintenance(storage, log, reader, options.segmentBytes());
  }

  /**
   * Opens or creates, and recovers: cuts a torn tail, and refuses damage before valid records.
   * Reads the last segment whole, of the others their first and last bytes.
   *
   * @throws CorruptionException if something that was durable is damaged or missing
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote it
   */
  public static MemoryLog open(Storage storage, Path directory, LogOptions options) {
    return open(storage, directory, options, LogExpectation.NONE);
  }

  /**
   * The same, of a log of which something is known.
   *
   * @throws CorruptionException also if the log is missing, is another one or ends too early;
   *     nothing has been changed then
   */
  public static MemoryLog open(
      Storage storage, Path directory, LogOptions options, LogExpectation expectation) {
    return open(storage, directory, options, expectation, new RecordEncoder());
  }

  static MemoryLog open(
      Storage storage, Path directory, LogOptions options, RecordEncoder encoder) {
    return open(storage, directory, options, LogExpectation.NONE, encoder);
  }

  private static MemoryLog open(
      Storage storage,
      Path directory,
      LogOptions options,
      LogExpectation expectation,
      RecordEncoder encoder) {
    try {
      var found = Manifest.read(storage, directory);
      var claims = new LogClaims(directory, found, expectation);
      if (!storage.exists(directory)) {
        claims.requireEnd(directory, 0, -1, OptionalLong.empty());
      }
      storage.createDirectories(directory);
      var recovered = LogRecovery.recover(storage, directory, claims);
      var keeper = new ManifestKeeper(storage, directory, claims.id(), found);
      var log = LogWriter.start(storage, directory, keeper, recovered);
      return new MemoryLog(storage, log, options, encoder);
    } catch (IOException e) {
      throw new StorageException(directory, "the log cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * The identity of the log in a directory, or empty if there is none or an older version made it.
   *
   * @throws CorruptionException if its manifest is damaged
   */
  public static Optional<UUID> identity(Storage storage, Path directory) {
    return Manifest.read(storage, directory).map(Manifest::id);
  }

  /** What tells this log from all others; its copies have the same. */
  public UUID id() {
    return log.id();
  }

  /**
   * A number that stands for this log and all its changes up to {@code sequence}: what was derived
   * from them and kept elsewhere belongs to the log if it was kept with the same number. Empty
   * where the sequence is not in the log, or lies in a segment that compaction has rewritten.
   */
  public OptionalLong digest(long sequence) {
    return reader.digest(sequence);
  }

  /** The sequence of the last committed record, or -1. */
  public long lastSequence() {
    return reader.lastSequence();
  }

  /**
   * The highest ordinal ever given to a record, or -1, whether or not that record is still there.
   */
  public int lastOrdinal() {
    return reader.lastOrdinal();
  }

  /** How many segments, bytes and records it has. */
  public LogStatistics stats() {
    return reader.stats();
  }

  /**
   * A fingerprint of the files that hold the records up to {@code sequence}: as long as it is the
   * same, positions of these records that were kept elsewhere are good.
   */
  public long layout(long sequence) {
    return reader.layout(sequence);
  }

  /**
   * Appends the records and their batch end in one write; after return readers see them, nothing is
   * durable yet. Sequences must continue {@link #lastSequence}, ordinals must ascend beyond {@link
   * #lastOrdinal}. All or nothing.
   *
   * @return the position of each record
   * @throws InvalidRequestException if a record cannot be written as it is; nothing has happened
   *     then
   * @throws InternalException if it could not be encoded; nothing has happened then either
   * @throws StorageException and refuses all further appends
   */
  public long[] append(List<LogRecord> batch) {
    return appender.append(batch);
  }

  /**
   * Appends that everything stored so far which expires by {@code upTo} is gone, whatever a clock
   * says later. Takes a sequence; nothing is durable yet.
   *
   * @throws StorageException and refuses all further appends
   */
  public void appendExpiry(Instant upTo, Instant written) {
    appender.appendExpiry(upTo, written);
  }

  /** Makes everything appended durable. A failure stops all writing: it is never retried. */
  public void sync() {
    log.sync();
  }

  /**
   * Makes everything appended durable and notes that it is: less is {@link CorruptionException}
   * when the log is opened again. What was only synced cannot be told from an unfinished write
   * there, if it is gone.
   *
   * @throws StorageException if it cannot be noted; the log goes on if it is durable all the same
   */
  public void checkpoint() {
    log.checkpoint();
  }

  /**
   * The memory version at a position. Thread-safe, no lock, checks the CRC.
   *
   * @throws CorruptionException if the bytes are damaged, or no memory lies there
   */
  public LogRecord.Put read(long position) {
    return reader.read(position);
  }

  /**
   * Where the vector of the put at {@code position} lies, as little-endian float32, or empty if it
   * has none. No CRC check. Valid as long as it is reachable, whatever happens to the log. If its
   * page is gone, reading it is an {@link InternalError}, see {@link MappedReads}.
   */
  public Optional<MemorySegment> vector(long position) {
    return reader.vector(position);
  }

  /**
   * Namespace and id of the memory version at {@code position}. Thread-safe, no lock, reads nothing
   * else and checks no CRC.
   *
   * @throws CorruptionException if no memory lies there
   */
  public MemoryKey key(long position) {
    return reader.key(position);
  }

  /**
   * All committed records with a sequence above {@code after}, in order, as of the beginning of the
   * call.
   */
  public void replay(long after, Visitor visitor) {
    reader.replay(after, visitor);
  }

  /**
   * The record with this sequence, if compaction has kept it. For history; walks over at most 64
   * records.
   */
  public Optional<LogRecord> find(long sequence) {
    return reader.find(sequence);
  }

  /**
   * Rewrites the segments of which more than {@code deadFraction} is dead without the records that
   * {@code policy} drops, and merges small neighbours. Reads and appends go on meanwhile, from any
   * thread; old positions keep working until {@link #retire}. A crash at any moment leaves each
   * segment old or new, and never brings a dropped memory back.
   *
   * @param deadFraction 0 rewrites whatever holds a dead byte; see {@link #AUTOMATIC_DEAD_FRACTION}
   * @throws StorageException if a segment could not be replaced; the log goes on with the old one,
   *     or stops all writing if it is unknown which of the two is on disk, or if the segment in use
   *     could not be ended
   */
  public CompactionResult compact(double deadFraction, CompactionPolicy policy) {
    return maintenance.compact(deadFraction, policy);
  }

  /** Gives up the old positions of a compaction: nobody may use them any more. */
  public void retire(CompactionResult compaction) {
    log.retire(compaction.retiredSegments());
  }

  /**
   * Runs what reads whole files: none of them is replaced or given up meanwhile, while appends go
   * on.
   */
  public <T> T withFiles(Function<LogFiles, T> reading) {
    return maintenance.withFiles(reading);
  }

  /**
   * Copies the log as of the beginning of the call into a directory without one, durably. Segments
   * that get no more are linked where the file system can do that: their files never change, and
   * compaction puts new ones in their place. Appends go on meanwhile.
   *
   * @return the last sequence of the copy
   */
  public long copyTo(Path target) {
    return maintenance.copyTo(target);
  }

  /** Writes nothing more from now on, not even the mark of a clean close: somebody else may do. */
  public void stop(Throwable cause) {
    log.stop(cause);
  }

  /**
   * Makes everything durable and releases the file. What was handed out before stays readable.
   * Idempotent.
   */
  @Override
  public void close() {
    maintenance.close();
  }

  /** Receives records in replay. */
  public interface Visitor {
    void visit(long position, LogRecord record);

    /** What was visited before and expires by {@code upTo} is gone. */
    default void expired(long sequence, Instant upTo) {}
  }
}
