package dev.mneme.core.log;

import dev.mneme.core.model.Corruption;
import dev.mneme.core.model.MnemeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every byte of the log through the channel and notes everything that is wrong. Changes
 * nothing and does not stop at the first problem: after damage it goes on with the next valid
 * record. Not thread-safe.
 */
final class LogVerifier {
  /** A file of garbage shall not fill the memory with complaints. */
  private static final int MAX_PROBLEMS = 1_000;

  private final Storage storage;
  private final LogCheck.Progress progress;
  private final long totalBytes;
  private final List<String> problems = new ArrayList<>();
  private long records;
  private long bytes;
  private long expectedSequence;

  private LogVerifier(Storage storage, LogCheck.Progress progress, long totalBytes) {
    this.storage = storage;
    this.progress = progress;
    this.totalBytes = totalBytes;
  }

  static LogCheck verify(Storage storage, SegmentTable table, LogCheck.Progress progress) {
    var segments = table.current();
    long totalBytes = segments.stream().mapToLong(LogVerifier::publishedBytes).sum();
    var verifier = new LogVerifier(storage, progress, totalBytes);
    for (var segment : segments) {
      verifier.check(segment.file(), publishedBytes(segment), segment != table.active());
    }
    return new LogCheck(verifier.records, verifier.bytes, verifier.problems);
  }

  /**
   * Checks the files of a log that nobody has open. What opening it would repair, a torn tail and
   * what an interrupted compaction left, is no problem.
   */
  static LogCheck verify(Storage storage, Path directory, LogCheck.Progress progress)
      throws IOException {
    var files = new ArrayList<Path>();
    long totalBytes = 0;
    for (var name : storage.list(directory)) {
      if (SegmentFormat.firstSequence(name).isPresent()) {
        files.add(directory.resolve(name));
        totalBytes += storage.size(files.getLast());
      }
    }
    var verifier = new LogVerifier(storage, progress, totalBytes);
    for (var file : files) {
      verifier.checkFile(file, file.equals(files.getLast()));
    }
    return new LogCheck(verifier.records, verifier.bytes, verifier.problems);
  }

  private void checkFile(Path path, boolean last) {
    try {
      long published;
      boolean sealed;
      try (var file = storage.open(path, Storage.Mode.READ)) {
        published = file.size();
        var header = Recovery.readHeader(path, file);
        if (header.firstSequence() < expectedSequence && !header.compacted()) {
          bytes += published; // a compaction has replaced it
          return;
        }
        sealed = Recovery.readSeal(file, header, published).isPresent();
        if (!sealed && last) {
          published = Recovery.scan(path, header, new FileWindow(file, published)).end();
        }
      } catch (Corruption e) {
        // The full check says more, and goes on behind the damage.
        published = storage.size(path);
        sealed = !last;
      }
      check(path, published, sealed);
    } catch (IOException e) {
      problem(path, 0, "cannot be read: " + e.getMessage());
    } catch (MnemeException e) {
      add(String.valueOf(e.getMessage()));
    }
  }

  /** The part of the file that counts: a failed write may have left more. */
  static long publishedBytes(Segment segment) {
    var content = segment.content();
    return Math.max(content.end(), content.mapped().byteSize());
  }

  private void check(Path path, long published, boolean sealed) {
    try (var file = storage.open(path, Storage.Mode.READ)) {
      long size = file.size();
      if (size < published || (sealed && size > published)) {
        problem(path, size, "the file has " + size + " bytes instead of " + published);
      }
      var header = Recovery.readHeader(path, file);
      if (header.firstSequence() != expectedSequence) {
        problem(
            path,
            0,
            "begins with sequence " + header.firstSequence() + " instead of " + expectedSequence);
      }
      var seal =
          sealed
              ? Recovery.readSeal(file, header, size)
              : java.util.Optional.<SegmentFormat.Seal>empty();
      long limit = seal.map(SegmentFormat.Seal::offset).orElse(Math.min(size, published));
      int before = problems.size();
      var found = checkRecords(path, header, new FileWindow(file, limit));
      long lastSequence = seal.map(SegmentFormat.Seal::lastSequence).orElse(found.lastSequence());
      boolean clean = problems.size() == before;
      if (clean && seal.isPresent() && seal.get().records() != found.records()) {
        problem(
            path,
            limit,
            "the seal counts " + seal.get().records() + " records, there are " + found.records());
      }
      if (clean
          && seal.isPresent()
          && !header.compacted()
          && lastSequence != found.lastSequence()) {
        problem(
            path,
            limit,
            "the seal names sequence " + lastSequence + ", the last is " + found.lastSequence());
      }
      if (header.compacted() && seal.isEmpty()) {
        problem(path, limit, "the seal of the segment is missing or damaged");
      }
      expectedSequence = lastSequence + 1;
    } catch (IOException e) {
      problem(path, 0, "cannot be read: " + e.getMessage());
    } catch (MnemeException e) {
      add(String.valueOf(e.getMessage()));
    }
  }

  private BatchTracker.Committed checkRecords(
      Path path, SegmentFormat.Header header, FileWindow window) throws IOException {
    var tracker = new BatchTracker(header);
    long start = bytes;
    long offset = SegmentFormat.HEADER_LENGTH;
    while (offset < window.limit()) {
      int length = window.validRecord(offset);
      if (length == 0) {
        problem(path, offset, "no valid record begins here");
        tracker.skipDamage();
        offset = nextRecord(window, offset);
        continue;
      }
      int at = window.load(offset, length);
      long here = offset;
      tracker.accept(window.array(), at, offset).ifPresent(detail -> problem(path, here, detail));
      checkContent(path, offset, java.util.Arrays.copyOfRange(window.array(), at, at + length));
      offset += length;
      bytes = start + offset;
      progress.checked(bytes, totalBytes);
    }
    var found = tracker.committed();
    if (found.end() != window.limit() && problems.isEmpty()) {
      problem(path, found.end(), "the last batch has no end");
    }
    bytes = start + window.limit();
    records += found.records();
    return found;
  }

  private void checkContent(Path path, long offset, byte[] record) {
    byte kind = record[RecordFormat.KIND];
    if (kind == RecordFormat.PUT || kind == RecordFormat.DELETE) {
      try {
        var decoded = RecordDecoder.decode(record);
        if (decoded.previousSequence() >= decoded.sequence()) {
          problem(path, offset, "the previous sequence is not before " + decoded.sequence());
        }
      } catch (RuntimeException e) {
        problem(path, offset, "the record cannot be decoded: " + e.getMessage());
      }
    }
  }

  private static long nextRecord(FileWindow window, long bad) throws IOException {
    long offset = bad + RecordFormat.ALIGNMENT;
    while (offset < window.limit() && window.validRecord(offset) == 0) {
      offset += RecordFormat.ALIGNMENT;
    }
    return offset;
  }

  private void problem(Path path, long offset, String detail) {
    add(path + " at byte " + offset + ": " + detail);
  }

  private void add(String problem) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(problem);
    }
  }
}
