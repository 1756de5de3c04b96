package dev.mneme.core.log;

import dev.mneme.core.check.Require;
import dev.mneme.core.log.compact.CompactedWriter;
import dev.mneme.core.log.compact.Compaction;
import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.compact.CompactionResult;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** What reads whole files of an open log, or replaces them; one such thing at a time. */
final class LogMaintenance {
  private final Storage storage;
  private final LogWriter log;
  private final LogReader reader;
  private final long segmentBytes;
  private final ReentrantLock maintenance = new ReentrantLock();

  LogMaintenance(Storage storage, LogWriter log, LogReader reader, long segmentBytes) {
    this.storage = storage;
    this.log = log;
    this.reader = reader;
    this.segmentBytes = segmentBytes;
  }

  CompactionResult compact(double deadFraction, CompactionPolicy policy) {
    Require.that(
        deadFraction >= 0 && deadFraction <= 1,
        "a dead fraction of %s is outside 0 to 1",
        deadFraction);
    maintenance.lock();
    try {
      long bytesBefore = reader.stats().bytes();
      return new Compaction(log.sealedSegments(), policy, deadFraction)
          .run(segmentBytes, log)
          .result(bytesBefore, reader.stats().bytes());
    } catch (CompactedWriter.UndecidedException e) {
      log.fail(e);
      throw new StorageException(
          log.directory(),
          "compaction failed (" + e.getMessage() + "), no more is written; reopening recovers",
          e);
    } catch (IOException e) {
      throw new StorageException(log.directory(), "compaction failed: " + e.getMessage(), e);
    } finally {
      log.forgetPending();
      maintenance.unlock();
    }
  }

  <T> T withFiles(Function<LogFiles, T> reading) {
    log.requireOpen();
    maintenance.lock();
    try {
      return reading.apply(LogFiles.of(storage, log.directory(), log.table()));
    } finally {
      maintenance.unlock();
    }
  }

  long copyTo(Path target) {
    log.requireOpen();
    maintenance.lock();
    try {
      storage.createDirectories(target);
      Require.that(storage.list(target).isEmpty(), "%s is not empty", target);
      var now = log.table();
      var active = now.active();
      var content = active.content();
      long activeBytes = content.publishedBytes();
      var entries = new ArrayList<Manifest.Entry>();
      for (var segment : now.current()) {
        var held = segment == active ? content : segment.content();
        entries.add(Manifest.Entry.of(segment, held, segment != active));
        var copy = target.resolve(SegmentFormat.fileName(segment.firstSequence()));
        if (segment == active) {
          storage.copy(segment.file(), activeBytes, copy);
        } else if (!storage.link(segment.file(), copy)) {
          storage.copy(segment.file(), segment.publishedBytes(), copy);
        }
      }
      log.writeManifestOfCopy(entries, target);
      return content.lastSequence();
    } catch (IOException e) {
      throw new StorageException(target, "the log cannot be copied: " + e.getMessage(), e);
    } finally {
      maintenance.unlock();
    }
  }

  void close() {
    maintenance.lock();
    try {
      log.close();
    } finally {
      maintenance.unlock();
    }
  }
}
