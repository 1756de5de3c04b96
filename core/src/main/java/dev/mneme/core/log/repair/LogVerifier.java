package dev.mneme.core.log.repair;

import dev.mneme.core.log.LogClaims;
import dev.mneme.core.log.LogExpectation;
import dev.mneme.core.log.format.UnsealedSegment;
import dev.mneme.core.log.LogFiles;
import dev.mneme.core.log.format.BatchTracker;
import dev.mneme.core.log.format.FileWindow;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.RecordDecoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.report.Progress;

import dev.mneme.core.log.format.SegmentFormat.Header;
import dev.mneme.core.log.format.SegmentFormat.Seal;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.MnemeException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads every byte of the log through the channel and notes everything that is wrong. Changes
 * nothing and does not stop at the first problem: after damage it goes on with the next valid
 * record. Not thread-safe.
 */
final class LogVerifier {
  /** A file of garbage shall not fill the memory with complaints. */
  private static final int MAX_PROBLEMS = 1_000;

  private final Storage storage;
  private final Progress progress;
  private final long totalBytes;
  private final List<String> problems = new ArrayList<>();
  private long records;
  private long bytes;
  private long expectedSequence;
  private long end;

  /** Empty where the manifest cannot be used: then the files are held against each other only. */
  private Optional<LogClaims> claims = Optional.empty();

  private boolean closed;
  private Path lastFile = Path.of("");
  private Optional<Header> previous = Optional.empty();
  private OptionalLong digest = OptionalLong.empty();
  private OptionalLong durableDigest = OptionalLong.empty();

  private LogVerifier(Storage storage, Progress progress, long totalBytes) {
    this.storage = storage;
    this.progress = progress;
    this.totalBytes = totalBytes;
  }

  /**
   * Checks the files of a log that is open; what its manifest says is what it has written itself.
   */
  static LogCheck verify(LogFiles open, Progress progress) {
    long totalBytes = open.files().stream().mapToLong(LogFiles.SegmentFile::bytes).sum();
    var verifier = new LogVerifier(open.storage(), progress, totalBytes);
    verifier.readClaims(open.directory(), LogExpectation.NONE);
    for (var file : open.files()) {
      verifier.check(file.path(), file.bytes(), file.ended());
    }
    return verifier.result();
  }

  /**
   * Checks the files of a log that nobody has open. What opening it would repair, a torn tail and
   * what an interrupted compaction left, is no problem.
   */
  static LogCheck verify(
      Storage storage, Path directory, LogExpectation expectation, Progress progress)
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
    verifier.closed = true;
    verifier.readClaims(directory, expectation);
    verifier.checkFiles(directory, files);
    return verifier.result();
  }

  private void readClaims(Path directory, LogExpectation expectation) {
    try {
      claims =
          Optional.of(new LogClaims(directory, Manifest.read(storage, directory), expectation));
    } catch (MnemeException e) {
      add(String.valueOf(e.getMessage()));
    }
  }

  private void attempt(Runnable check) {
    try {
      check.run();
    } catch (CorruptionException e) {
      add(String.valueOf(e.getMessage()));
    }
  }

  private LogCheck result() {
    return new LogCheck(records, bytes, problems);
  }

  private void checkFiles(Path directory, List<Path> files) {
    for (var file : files) {
      lastFile = files.getLast();
      checkFile(file, file.equals(lastFile));
    }
    if (claims.isPresent() && problems.isEmpty()) {
      var last = files.isEmpty() ? directory : files.getLast();
      attempt(() -> claims.get().requireEnd(last, end, expectedSequence - 1, durableDigest));
    }
  }

  private void checkFile(Path path, boolean last) {
    try {
      long published;
      boolean sealed;
      try (var file = storage.open(path, Storage.Mode.READ)) {
        published = file.size();
        var header = Header.read(path, file);
        if (previous.filter(it -> it.hasReplaced(header, expectedSequence - 1)).isPresent()) {
          bytes += published;
          return;
        }
        sealed = Seal.read(file, header, published).isPresent();
        if (!sealed && last) {
          var tracker = new BatchTracker(header, 0);
          published = UnsealedSegment.scan(path, new FileWindow(file, published), tracker).end();
        }
      } catch (CorruptionException e) {
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

  private void check(Path path, long published, boolean sealed) {
    try (var file = storage.open(path, Storage.Mode.READ)) {
      long size = file.size();
      if (size < published || (sealed && size > published)) {
        problem(path, size, "the file has " + size + " bytes instead of " + published);
      }
      var header = Header.read(path, file);
      if (header.firstSequence() != expectedSequence) {
        add(String.valueOf(LogClaims.gap(path, header, expectedSequence).getMessage()));
        digest = header.legacy() ? OptionalLong.empty() : OptionalLong.of(header.startDigest());
      }
      var seal = sealed ? Seal.read(file, header, size) : Optional.<Seal>empty();
      long limit = seal.map(Seal::offset).orElse(Math.min(size, published));
      checkRecords(path, header, seal, new FileWindow(file, limit));
    } catch (IOException e) {
      problem(path, 0, "cannot be read: " + e.getMessage());
    } catch (MnemeException e) {
      add(String.valueOf(e.getMessage()));
    }
  }

  private void checkRecords(Path path, Header header, Optional<Seal> seal, FileWindow window)
      throws IOException {
    int before = problems.size();
    long start = startDigest(path, header);
    boolean rewritten = header.compacted() && !header.legacy();
    var watched = claims.map(LogClaims::durableSequence).orElseGet(OptionalLong::empty);
    var tracker = new BatchTracker(header, rewritten ? 0 : start, watched);
    readRecords(path, window, tracker);
    var found = tracker.committed();
    var complete = seal.orElseGet(() -> asSealed(header, found));
    if (header.compacted() && seal.isEmpty()) {
      problem(path, window.limit(), "the seal of the segment is missing or damaged");
    }
    if (problems.size() == before && seal.isPresent()) {
      checkSeal(path, header, seal.get(), found);
    }
    end = window.limit();
    records += found.records();
    expectedSequence = complete.lastSequence() + 1;
    previous = Optional.of(header);
    if (tracker.watchedDigest().isPresent() && !rewritten) {
      durableDigest = tracker.watchedDigest();
    }
    var vouched = header.legacy() ? complete.withDigests(found.digest(), found.digest()) : complete;
    digest = OptionalLong.of(vouched.digest());
    if (expectedSequence - 1 == watched.orElse(-2)) {
      durableDigest = digest;
    }
    if (closed && claims.isPresent() && problems.size() == before) {
      var claimed = LogClaims.Found.of(path, header, vouched);
      attempt(() -> claims.get().require(claimed, path.equals(lastFile)));
    }
  }

  private long startDigest(Path path, Header header) {
    try {
      if (claims.isPresent()) {
        return claims.get().startDigest(path, header, digest);
      }
    } catch (CorruptionException e) {
      add(String.valueOf(e.getMessage()));
    }
    return header.legacy() ? digest.orElse(0) : header.startDigest();
  }

  private static Seal asSealed(Header header, BatchTracker.Committed found) {
    return new Seal(
        header.firstSequence(),
        found.lastSequence(),
        found.lastOrdinal(),
        found.records(),
        found.end(),
        found.digest(),
        found.digest());
  }

  private void checkSeal(Path path, Header header, Seal seal, BatchTracker.Committed found) {
    long at = seal.offset();
    if (seal.records() != found.records()) {
      problem(
          path, at, "the seal counts " + seal.records() + " records, there are " + found.records());
    }
    if (!header.compacted() && seal.lastSequence() != found.lastSequence()) {
      problem(
          path,
          at,
          "the seal names sequence "
              + seal.lastSequence()
              + ", the last is "
              + found.lastSequence());
    }
    if (!header.legacy() && seal.contentDigest() != found.digest()) {
      problem(path, at, "the seal is of other records than the segment holds");
    }
  }

  private void readRecords(Path path, FileWindow window, BatchTracker tracker) throws IOException {
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
      checkContent(path, offset, Arrays.copyOfRange(window.array(), at, at + length));
      offset += length;
      bytes = start + offset;
      progress.done(bytes, totalBytes);
    }
    long ends = tracker.committed().end();
    if (ends != window.limit() && problems.isEmpty()) {
      problem(path, ends, "the last batch has no end");
    }
    bytes = start + window.limit();
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
