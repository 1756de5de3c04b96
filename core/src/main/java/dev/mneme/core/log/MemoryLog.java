package dev.mneme.core.log;

import dev.mneme.report.Progress;

import dev.mneme.core.check.Require;

import dev.mneme.report.LogStatistics;
import dev.mneme.error.ClosedException;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.MemoryKey;
import dev.mneme.error.MnemeException;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.MappedReads;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
 */
public final class MemoryLog implements AutoCloseable {

  /**
   * The part of a segment's bytes that must be dead before it is worth rewriting on the engine's
   * own account.
   */
  public static final double AUTOMATIC_DEAD_FRACTION = 0.3;

  private final Storage storage;
  private final Path directory;
  private final LogOptions options;
  private final ManifestKeeper manifest;

  /**
   * Held while the log changes: by an append, a sync, a roll, and by the moment in which a
   * compaction swaps segments.
   */
  private final ReentrantLock writing = new ReentrantLock();

  /** Held by what reads whole files or replaces them; taken before {@link #writing}. */
  private final ReentrantLock maintenance = new ReentrantLock();

  private final RecordEncoder encoder;
  private SegmentWriter writer;
  private int nextNumber;
  private volatile SegmentTable table;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  private MemoryLog(
      Storage storage,
      Path directory,
      LogOptions options,
      ManifestKeeper manifest,
      RecordEncoder encoder,
      LogRecovery.Result recovered)
      throws IOException {
    this.storage = storage;
    this.directory = directory;
    this.options = options;
    this.manifest = manifest;
    this.encoder = encoder;
    var sealed = new ArrayList<>(recovered.sealed());
    nextNumber = recovered.nextNumber();
    var open = recovered.open();
    if (open.isPresent() && !open.get().header().legacy()) {
      writer = SegmentWriter.resume(storage, open.get());
    } else {
      if (open.isPresent()) {
        endLegacy(open.get()).ifPresent(sealed::add);
      }
      // Before the first segment that needs it.
      manifest.write(sealed, Optional.empty(), nextNumber);
      writer = SegmentWriter.create(storage, directory, header(sealed));
    }
    var segments = new ArrayList<>(sealed);
    segments.add(writer.segment());
    table = SegmentTable.of(segments);
  }

  /** As it was recovered, with a manifest that says so; or with no file left open. */
  private MemoryLog started() throws IOException {
    boolean ready = false;
    try {
      writeManifest();
      ready = true;
      return this;
    } finally {
      if (!ready) {
        writer.close();
      }
    }
  }

  private void writeManifest() throws IOException {
    var segments = table.current();
    var ended = segments.subList(0, segments.size() - 1);
    manifest.write(ended, Optional.of(writer.durableEntry()), nextNumber);
  }

  /** Of the segment behind these. */
  private SegmentFormat.Header header(List<LogSegment> sealed) {
    if (sealed.isEmpty()) {
      var id = manifest.id();
      return new SegmentFormat.Header(0, takeNumber(), false, -1, id, LogDigest.start(id));
    }
    var last = sealed.getLast();
    var content = last.content();
    return new SegmentFormat.Header(
        content.lastSequence() + 1,
        takeNumber(),
        false,
        content.lastOrdinal(),
        manifest.id(),
        content.digest());
  }

  /** A segment of an older version gets no more records; one without any is replaced. */
  private Optional<LogSegment> endLegacy(LogRecovery.OpenSegment open) throws IOException {
    var legacy = SegmentWriter.resume(storage, open);
    boolean ended = false;
    try {
      if (legacy.isEmpty()) {
        return Optional.empty();
      }
      if (storage.writes()) { // where nothing is written it ends without a seal
        legacy.seal();
        ended = true;
      }
      return Optional.of(legacy.segment());
    } finally {
      if (!ended) {
        legacy.close();
      }
    }
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
      return new MemoryLog(storage, directory, options, keeper, encoder, recovered).started();
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
    return manifest.id();
  }

  /**
   * A number that stands for this log and all its changes up to {@code sequence}: what was derived
   * from them and kept elsewhere belongs to the log if it was kept with the same number. Empty
   * where the sequence is not in the log, or lies in a segment that compaction has rewritten.
   */
  public OptionalLong digest(long sequence) {
    var now = table;
    if (sequence < -1 || sequence > now.active().lastSequence()) {
      return OptionalLong.empty();
    }
    return now.current().get(now.indexOf(sequence)).digestAt(sequence);
  }

  /** The sequence of the last committed record, or -1. */
  public long lastSequence() {
    return table.active().lastSequence();
  }

  /**
   * The highest ordinal ever given to a record, or -1, whether or not that record is still there.
   */
  public int lastOrdinal() {
    return table.active().content().lastOrdinal();
  }

  public LogStatistics stats() {
    var segments = table.current();
    long bytes = segments.stream().mapToLong(LogVerifier::publishedBytes).sum();
    long records = segments.stream().mapToLong(segment -> segment.content().records()).sum();
    return new LogStatistics(segments.size(), bytes, records);
  }

  /**
   * A fingerprint of the files that hold the records up to {@code sequence}: as long as it is the
   * same, positions of these records that were kept elsewhere are good.
   */
  public long layout(long sequence) {
    long layout = 0;
    for (var segment : table.current()) {
      if (segment.firstSequence() <= sequence) {
        layout = (layout * 31 + segment.firstSequence()) * 0x9e3779b97f4a7c15L + segment.number();
      }
    }
    return layout;
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
    writing.lock();
    try {
      requireWritable();
      if (batch.isEmpty()) {
        return new long[0];
      }
      int newLastOrdinal = requireOrder(batch);
      var starts = new int[batch.size()];
      encode(batch.size(), () -> encodeRecords(batch, starts));
      rollIfFull();
      encode(batch.size(), () -> encodeEnd(starts.length, newLastOrdinal));
      return write("append", () -> append(starts, newLastOrdinal));
    } finally {
      writing.unlock();
    }
  }

  /**
   * Appends that everything stored so far which expires by {@code upTo} is gone, whatever a clock
   * says later. Takes a sequence; nothing is durable yet.
   *
   * @throws StorageException and refuses all further appends
   */
  public void appendExpiry(Instant upTo, Instant written) {
    writing.lock();
    try {
      requireWritable();
      var starts = new int[1];
      encode(1, () -> encodeExpiry(upTo, written, starts));
      rollIfFull();
      encode(1, () -> encodeEnd(1, lastOrdinal()));
      write("append", () -> append(starts, lastOrdinal()));
    } finally {
      writing.unlock();
    }
  }

  private void encodeExpiry(Instant upTo, Instant written, int[] starts) {
    encoder.clear();
    starts[0] = encoder.addExpiry(lastSequence() + 1, RecordEncoder.millis(upTo), written);
  }

  /** Runs a step that writes nothing: whatever goes wrong in it, the log goes on. */
  private void encode(int records, Runnable step) {
    try {
      step.run();
    } catch (MnemeException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new InternalException(
          "a batch of " + records + " records was refused, nothing was written", e);
    }
  }

  private void encodeRecords(List<LogRecord> batch, int[] starts) {
    encoder.clear();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = encoder.add(batch.get(i));
    }
  }

  private void encodeEnd(int records, int newLastOrdinal) {
    encoder.end(lastSequence() + records, newLastOrdinal, writer.durable());
  }

  private void rollIfFull() {
    long batchBytes =
        (long) encoder.size() + RecordFormat.BATCH_END_LENGTH + RecordFormat.SEAL_LENGTH;
    if (!writer.isEmpty() && writer.end() + batchBytes > options.segmentBytes()) {
      writeRoll("append");
    }
  }

  private long[] append(int[] starts, int newLastOrdinal) throws IOException {
    long base = writer.end();
    writer.append(encoder, starts, lastSequence() + 1, newLastOrdinal);
    var positions = new long[starts.length];
    for (int i = 0; i < starts.length; i++) {
      positions[i] = Position.of(writer.segment().number(), base + starts[i]);
    }
    return positions;
  }

  /** Makes everything appended durable. A failure stops all writing: it is never retried. */
  public void sync() {
    writing.lock();
    try {
      requireWritable();
      write(
          "fsync",
          () -> {
            writer.sync();
            return true;
          });
    } finally {
      writing.unlock();
    }
  }

  /**
   * Makes everything appended durable and notes that it is: less is {@link CorruptionException}
   * when the log is opened again. What was only synced cannot be told from an unfinished write
   * there, if it is gone.
   *
   * @throws StorageException if it cannot be noted; the log goes on if it is durable all the same
   */
  public void checkpoint() {
    writing.lock();
    try {
      sync();
      writeManifest();
    } catch (IOException e) {
      throw new StorageException(
          Manifest.path(directory), "cannot be written: " + e.getMessage(), e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * The memory version at a position. Thread-safe, no lock, checks the CRC.
   *
   * @throws CorruptionException if the bytes are damaged, or no memory lies there
   */
  public LogRecord.Put read(long position) {
    return segment(position).decodePut(Position.offset(position));
  }

  /**
   * Where the vector of the put at {@code position} lies, as little-endian float32, or empty if it
   * has none. No CRC check. Valid as long as it is reachable, whatever happens to the log. If its
   * page is gone, reading it is an {@link InternalError}, see {@link MappedReads}.
   */
  public Optional<MemorySegment> vector(long position) {
    return segment(position).vector(Position.offset(position));
  }

  /**
   * Namespace and id of the memory version at {@code position}. Thread-safe, no lock, reads nothing
   * else and checks no CRC.
   *
   * @throws CorruptionException if no memory lies there
   */
  public MemoryKey key(long position) {
    return segment(position).key(Position.offset(position));
  }

  private LogSegment segment(long position) {
    requireOpen();
    var segment = table.byNumber(Position.segment(position));
    if (segment == null) {
      throw new CorruptionException(
          directory, position, "no segment has the number " + Position.segment(position));
    }
    return segment;
  }

  /**
   * All committed records with a sequence above {@code after}, in order, as of the beginning of the
   * call.
   */
  public void replay(long after, Visitor visitor) {
    requireOpen();
    var now = table;
    for (var segment : now.current().subList(now.indexOf(after + 1), now.current().size())) {
      for (var cursor = segment.changes(segment.seek(after + 1)); cursor.next(); ) {
        if (cursor.sequence() > after) {
          requireOpen();
          visit(segment, cursor, visitor);
        }
      }
    }
  }

  private static void visit(LogSegment segment, LogSegment.Cursor cursor, Visitor visitor) {
    if (cursor.isExpiry()) {
      var record = segment.record(cursor.offset());
      long upTo = Bytes.getLong(record, RecordFormat.EXPIRED_UP_TO);
      visitor.expired(cursor.sequence(), Instant.ofEpochMilli(upTo));
    } else {
      visitor.visit(
          Position.of(segment.number(), cursor.offset()), segment.decode(cursor.offset()));
    }
  }

  /**
   * The record with this sequence, if compaction has kept it. For history; walks over at most 64
   * records.
   */
  public Optional<LogRecord> find(long sequence) {
    requireOpen();
    var now = table;
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
    Require.that(
        deadFraction >= 0 && deadFraction <= 1,
        "a dead fraction of %s is outside 0 to 1",
        deadFraction);
    maintenance.lock();
    try {
      long bytesBefore = stats().bytes();
      var sealed = sealedSegments();
      var outcome =
          new Compaction(sealed, policy, deadFraction)
              .run(options.segmentBytes(), new TableInstaller());
      return new CompactionResult(
          bytesBefore,
          stats().bytes(),
          outcome.retired.size(),
          outcome.recordsDropped,
          outcome.moves,
          outcome.retired,
          outcome.droppedOrdinals);
    } catch (CompactedWriter.UndecidedException e) {
      failure = e;
      throw new StorageException(
          directory,
          "compaction failed (" + e.getMessage() + "), no more is written; reopening recovers",
          e);
    } catch (IOException e) {
      throw new StorageException(directory, "compaction failed: " + e.getMessage(), e);
    } finally {
      forgetPending();
      maintenance.unlock();
    }
  }

  private void forgetPending() {
    writing.lock();
    try {
      manifest.pending(Manifest.NONE);
    } finally {
      writing.unlock();
    }
  }

  /** Gives up the old positions of a compaction: nobody may use them any more. */
  public void retire(CompactionResult compaction) {
    writing.lock();
    try {
      table = table.withoutRetired(compaction.retiredSegments());
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reads everything on disk and says what is wrong with it. Appends go on meanwhile; changes
   * nothing.
   */
  public LogCheck verify(Progress progress) {
    requireOpen();
    maintenance.lock();
    try {
      return LogVerifier.verify(storage, directory, table, progress);
    } finally {
      maintenance.unlock();
    }
  }

  /**
   * Copies the log as of the beginning of the call into a directory without one, durably. Segments
   * that get no more are linked where the file system can do that: their files never change, and
   * compaction puts new ones in their place. Appends go on meanwhile.
   *
   * @return the last sequence of the copy
   */
  public long copyTo(Path target) {
    requireOpen();
    maintenance.lock();
    try {
      storage.createDirectories(target);
      Require.that(storage.list(target).isEmpty(), "%s is not empty", target);
      var now = table;
      var active = now.active();
      var content = active.content();
      long activeBytes = Math.max(content.end(), content.mapped().byteSize());
      var entries = new ArrayList<Manifest.Entry>();
      for (var segment : now.current()) {
        var held = segment == active ? content : segment.content();
        entries.add(Manifest.Entry.of(segment, held, segment != active));
        var copy = target.resolve(SegmentFormat.fileName(segment.firstSequence()));
        if (segment == active) {
          storage.copy(segment.file(), activeBytes, copy);
        } else if (!storage.link(segment.file(), copy)) {
          storage.copy(segment.file(), LogVerifier.publishedBytes(segment), copy);
        }
      }
      manifest.writeCopy(entries, nextNumber, target);
      return content.lastSequence();
    } catch (IOException e) {
      throw new StorageException(target, "the log cannot be copied: " + e.getMessage(), e);
    } finally {
      maintenance.unlock();
    }
  }

  /** Writes nothing more from now on, not even the mark of a clean close: somebody else may do. */
  public void stop(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /**
   * Makes everything durable and releases the file. What was handed out before stays readable.
   * Idempotent.
   */
  @Override
  public void close() {
    maintenance.lock();
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try (var file = new WriterCloser(writer)) {
        if (failure == null) {
          file.writer().markClean();
          writeManifest();
        }
      } catch (IOException e) {
        failure = e;
        throw new StorageException(
            writer.segment().file(), "the log cannot be closed: " + e.getMessage(), e);
      }
    } finally {
      writing.unlock();
      maintenance.unlock();
    }
  }

  /** Ends the segment in use and begins the next one. */
  private void roll() throws IOException {
    writer.seal();
    writer = SegmentWriter.create(storage, directory, header(table.current()));
    table = table.withNew(writer.segment());
    writeManifest();
  }

  /** All segments but an empty one in use, which is ended if it is not empty. */
  private List<LogSegment> sealedSegments() {
    writing.lock();
    try {
      requireWritable();
      if (!writer.isEmpty()) {
        writeRoll("roll");
      }
      var segments = table.current();
      return segments.subList(0, segments.size() - 1);
    } finally {
      writing.unlock();
    }
  }

  private void writeRoll(String what) {
    write(
        what,
        () -> {
          roll();
          return true;
        });
  }

  private int takeNumber() {
    if (nextNumber > Position.MAX_SEGMENT) {
      throw new StorageException(
          directory, "the log has used up its " + nextNumber + " segment numbers", null);
    }
    return nextNumber++;
  }

  private int requireOrder(List<LogRecord> batch) {
    long expected = lastSequence();
    int ordinal = lastOrdinal();
    for (var record : batch) {
      expected++;
      Require.that(
          record.sequence() == expected,
          "sequence %d was appended where %d is next",
          record.sequence(),
          expected);
      if (record instanceof LogRecord.Put put) {
        Require.that(
            put.ordinal() > ordinal,
            "ordinal %d was appended after ordinal %d",
            put.ordinal(),
            ordinal);
        ordinal = put.ordinal();
      }
    }
    return ordinal;
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("the log in " + directory);
    }
  }

  private void requireWritable() {
    requireOpen();
    var cause = failure;
    if (cause != null) {
      throw new StorageException(
          writer.segment().file(),
          "writing stopped after a failure ("
              + cause.getMessage()
              + "); reads go on, reopening recovers",
          cause);
    }
  }

  /** Runs a step after which, if it fails in any way, nothing may be written again. */
  private <T> T write(String what, WriteStep<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      failure = e;
      throw new StorageException(
          writer.segment().file(),
          what
              + " failed ("
              + e.getMessage()
              + "), no more is written; reads go on, reopening recovers",
          e);
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  private interface WriteStep<T> {
    T run() throws IOException;
  }

  private record WriterCloser(SegmentWriter writer) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  private final class TableInstaller implements Compaction.Installer {
    @Override
    public CompactedWriter start(List<LogSegment> group) throws IOException {
      var first = group.getFirst();
      writing.lock();
      try {
        requireWritable();
        int number = takeNumber();
        manifest.pending(number);
        writeManifest();
        var header =
            new SegmentFormat.Header(
                first.firstSequence(),
                number,
                true,
                first.header().lastOrdinal(),
                manifest.id(),
                first.startDigest());
        return new CompactedWriter(
            storage, directory, header, group.getLast().content().lastOrdinal());
      } finally {
        writing.unlock();
      }
    }

    @Override
    public void install(List<LogSegment> group, LogSegment replacement) throws IOException {
      writing.lock();
      try {
        table = table.withReplaced(group, replacement);
        manifest.pending(Manifest.NONE);
        writeManifest();
      } finally {
        writing.unlock();
      }
      for (var segment : group.subList(1, group.size())) {
        storage.delete(segment.file());
      }
    }
  }

  /** Receives records in replay. */
  public interface Visitor {
    void visit(long position, LogRecord record);

    /** What was visited before and expires by {@code upTo} is gone. */
    default void expired(long sequence, Instant upTo) {}
  }
}
