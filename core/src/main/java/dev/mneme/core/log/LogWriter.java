package dev.mneme.core.log;

import dev.mneme.core.log.compact.CompactedWriter;
import dev.mneme.core.log.compact.SegmentInstaller;
import dev.mneme.core.log.format.LogDigest;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.ClosedException;
import dev.mneme.error.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The segments of an open log, and everything that changes which there are: the segment in use, the
 * step to the next one, what compaction puts in place, the manifest, and whether writing has
 * stopped. Readers take {@link #table} without a lock; everything else holds the write lock, which
 * the methods take themselves unless they say that the caller has it.
 */
final class LogWriter implements SegmentInstaller {
  private final Storage storage;
  private final Path directory;
  private final ManifestKeeper manifest;
  private final ReentrantLock writing = new ReentrantLock();
  private SegmentWriter writer;
  private int nextNumber;
  private volatile SegmentTable table;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /** Goes on with a log as it was recovered; leaves no file open if that fails. */
  static LogWriter start(
      Storage storage, Path directory, ManifestKeeper manifest, LogRecovery.Result recovered)
      throws IOException {
    var log = new LogWriter(storage, directory, manifest, recovered);
    boolean ready = false;
    try {
      log.writeManifest();
      ready = true;
      return log;
    } finally {
      if (!ready) {
        log.writer.close();
      }
    }
  }

  private LogWriter(
      Storage storage, Path directory, ManifestKeeper manifest, LogRecovery.Result recovered)
      throws IOException {
    this.storage = storage;
    this.directory = directory;
    this.manifest = manifest;
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

  private int takeNumber() {
    if (nextNumber > Position.MAX_SEGMENT) {
      throw new StorageException(
          directory, "the log has used up its " + nextNumber + " segment numbers", null);
    }
    return nextNumber++;
  }

  private void writeManifest() throws IOException {
    var segments = table.current();
    var ended = segments.subList(0, segments.size() - 1);
    manifest.write(ended, Optional.of(writer.durableEntry()), nextNumber);
  }

  UUID id() {
    return manifest.id();
  }

  Path directory() {
    return directory;
  }

  /** The segments as they are now. */
  SegmentTable table() {
    return table;
  }

  /** Takes the write lock, for steps that belong together. */
  void lock() {
    writing.lock();
  }

  void unlock() {
    writing.unlock();
  }

  void requireOpen() {
    if (closed) {
      throw new ClosedException("the log in " + directory);
    }
  }

  void requireWritable() {
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

  /** What is known to be durable of the segment in use. The caller has the lock. */
  long durable() {
    return writer.durable();
  }

  /**
   * Goes on to the next segment if that many bytes would make the one in use too large. The caller
   * has the lock.
   */
  void rollIfFull(long batchBytes, long segmentBytes) {
    if (!writer.isEmpty() && writer.end() + batchBytes > segmentBytes) {
      writeRoll("append");
    }
  }

  /**
   * Writes an encoded batch and shows it to the readers. The caller has the lock.
   *
   * @param starts where each record begins in the batch
   * @return the position of each record
   */
  long[] append(RecordEncoder batch, int[] starts, int lastOrdinal) {
    return write(
        "append",
        () -> {
          long base = writer.end();
          writer.append(batch, starts, table.active().lastSequence() + 1, lastOrdinal);
          var positions = new long[starts.length];
          for (int i = 0; i < starts.length; i++) {
            positions[i] = Position.of(writer.segment().number(), base + starts[i]);
          }
          return positions;
        });
  }

  void sync() {
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

  void checkpoint() {
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

  /** All segments but an empty one in use, which is ended if it is not empty. */
  List<LogSegment> sealedSegments() {
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

  /** Ends the segment in use and begins the next one. */
  private void roll() throws IOException {
    writer.seal();
    writer = SegmentWriter.create(storage, directory, header(table.current()));
    table = table.withNew(writer.segment());
    writeManifest();
  }

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

  /** No compaction is going on any more. */
  void forgetPending() {
    writing.lock();
    try {
      manifest.pending(Manifest.NONE);
    } finally {
      writing.unlock();
    }
  }

  void retire(Collection<Integer> numbers) {
    writing.lock();
    try {
      table = table.withoutRetired(numbers);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Gives a copy of the log its manifest. No compaction runs meanwhile; the number of the next
   * segment may have grown since the entries were made, which does no harm.
   */
  void writeManifestOfCopy(List<Manifest.Entry> entries, Path target) throws IOException {
    manifest.writeCopy(entries, nextNumber, target);
  }

  /** Nothing more is written from now on, whatever has stopped it before. */
  void fail(Throwable cause) {
    failure = cause;
  }

  void stop(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  void close() {
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
}
