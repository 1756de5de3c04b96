package dev.mneme.core.log;

import dev.mneme.core.log.format.BatchTracker;
import dev.mneme.core.log.format.FileWindow;
import dev.mneme.core.log.format.LogSegment;
import dev.mneme.core.log.format.Manifest;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.log.format.UnsealedSegment;
import dev.mneme.error.CorruptionException;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a log directory holds, and repairs what a crash may leave: temporary files,
 * segments that compaction had replaced, and a torn end of the last segment. Everything else that
 * is not as it should be is {@link CorruptionException}.
 *
 * <p>A sealed segment is trusted for its seal: it was written after everything before it was
 * durable. Its records are checked when they are read. A segment without a seal is read whole,
 * through the channel: a mapping of a damaged file can end the JVM.
 */
final class LogRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

  private final Storage storage;
  private final Path directory;
  private final LogClaims claims;
  private final List<LogSegment> sealed = new ArrayList<>();
  private final HashSet<Integer> numbers = new HashSet<>();

  /** What a crash has left; deleted when everything else was found in order. */
  private final List<Path> leftovers = new ArrayList<>();

  private OptionalLong durableDigest = OptionalLong.empty();

  private LogRecovery(Storage storage, Path directory, LogClaims claims) {
    this.storage = storage;
    this.directory = directory;
    this.claims = claims;
  }

  /**
   * @param sealed ascending by sequence
   * @param open the last segment, where it is not sealed
   */
  record Result(List<LogSegment> sealed, Optional<OpenSegment> open, int nextNumber) {}

  /**
   * A segment that takes more records behind what is committed; whatever else follows in the file
   * is to be cut off.
   */
  record OpenSegment(
      Path file,
      SegmentFormat.Header header,
      long startDigest,
      BatchTracker.Committed committed,
      long fileSize) {}

  static Result recover(Storage storage, Path directory, LogClaims claims) throws IOException {
    return new LogRecovery(storage, directory, claims).run();
  }

  private Result run() throws IOException {
    // A killed process may have left renames that are seen but not durable: what they replaced must
    // not go before they are.
    storage.syncDirectory(directory);
    var files = new ArrayList<Path>();
    for (var name : storage.list(directory)) {
      if (SegmentFormat.firstSequence(name).isPresent()) {
        files.add(directory.resolve(name));
      } else if (isTemporary(name)) {
        leftovers.add(directory.resolve(name));
      }
    }
    var open = Optional.<OpenSegment>empty();
    for (int i = 0; i < files.size(); i++) {
      open = add(files.get(i), i == files.size() - 1);
    }
    requireEnd(open);
    // Nothing has been written so far: what is refused stays as it is.
    if (!sealed.isEmpty() && open.isEmpty()) {
      secureSeal(sealed.getLast());
    }
    for (var leftover : leftovers) {
      storage.delete(leftover);
    }
    if (!leftovers.isEmpty()) {
      storage.syncDirectory(directory);
    }
    int seen = numbers.stream().mapToInt(number -> number + 1).max().orElse(0);
    int known = claims.manifest().map(Manifest::nextNumber).orElse(0);
    return new Result(List.copyOf(sealed), open, Math.max(seen, known));
  }

  private static boolean isTemporary(String name) {
    return name.endsWith(SegmentFormat.SUFFIX + SegmentFormat.TEMPORARY_SUFFIX)
        || name.equals(Manifest.FILE + SegmentFormat.TEMPORARY_SUFFIX);
  }

  private void requireEnd(Optional<OpenSegment> open) {
    if (open.isPresent()) {
      var committed = open.get().committed();
      claims.requireEnd(
          open.get().file(), committed.end(), committed.lastSequence(), digestOfDurable());
    } else if (sealed.isEmpty()) {
      claims.requireEnd(directory, 0, -1, OptionalLong.empty());
    } else {
      var last = sealed.getLast();
      claims.requireEnd(last.file(), last.content().end(), last.lastSequence(), digestOfDurable());
    }
  }

  /** Where the manifest's segment in use has been ended since, the segment itself says it. */
  private OptionalLong digestOfDurable() {
    var durable = claims.durableSequence();
    if (durableDigest.isPresent() || durable.isEmpty()) {
      return durableDigest;
    }
    for (var segment : sealed.reversed()) {
      if (segment.firstSequence() - 1 <= durable.getAsLong()) {
        return durable.getAsLong() <= segment.lastSequence()
            ? segment.digestAt(durable.getAsLong())
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private Optional<OpenSegment> add(Path path, boolean last) throws IOException {
    try (var file = storage.open(path, Storage.Mode.READ)) {
      long size = file.size();
      var header = SegmentFormat.Header.read(path, file);
      if (!numbers.add(header.number())) {
        throw new CorruptionException(
            path, 0, "another segment has the number " + header.number() + " too");
      }
      if (replaced(header)) {
        LOG.info("removing {}, which an interrupted compaction had replaced", path);
        leftovers.add(path);
        return Optional.empty();
      }
      requireNoGap(path, header);
      long startDigest = claims.startDigest(path, header, lastDigest());
      var seal = SegmentFormat.Seal.read(file, header, size);
      if (seal.isPresent()) {
        addSealed(path, header, startDigest, seal.get(), last);
        return Optional.empty();
      }
      if (header.compacted()) {
        throw new CorruptionException(path, size, "the seal of the segment is missing or damaged");
      }
      return addUnsealed(path, header, startDigest, new FileWindow(file, size), last);
    }
  }

  private OptionalLong lastDigest() {
    return sealed.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(sealed.getLast().content().digest());
  }

  private void addSealed(
      Path path,
      SegmentFormat.Header header,
      long startDigest,
      SegmentFormat.Seal seal,
      boolean last)
      throws IOException {
    var map = storage.map(path, seal.offset() + RecordFormat.SEAL_LENGTH);
    var complete = header.legacy() ? legacySeal(header, startDigest, seal, path, map) : seal;
    var segment = LogSegment.sealed(path, header, startDigest, complete, map);
    claims.require(found(segment), last);
    sealed.add(segment);
  }

  /** A segment of version 1 does not tell its digests: the manifest does, or else its records. */
  private SegmentFormat.Seal legacySeal(
      SegmentFormat.Header header,
      long startDigest,
      SegmentFormat.Seal seal,
      Path path,
      MemorySegment map) {
    var known = claims.manifest().flatMap(it -> it.entry(header.firstSequence(), header.number()));
    if (known.isPresent() && known.get().ended()) {
      return seal.withDigests(known.get().digest(), known.get().contentDigest());
    }
    var segment = LogSegment.sealed(path, header, startDigest, seal, map);
    long digest = segment.digestOfRecords();
    return seal.withDigests(digest, digest);
  }

  private Optional<OpenSegment> addUnsealed(
      Path path, SegmentFormat.Header header, long startDigest, FileWindow window, boolean last)
      throws IOException {
    var tracker = new BatchTracker(header, startDigest, claims.durableSequence());
    var committed = UnsealedSegment.scan(path, window, tracker);
    if (tracker.watchedDigest().isPresent()) {
      durableDigest = tracker.watchedDigest();
    }
    if (!last && committed.end() != window.limit()) {
      throw new CorruptionException(
          path, committed.end(), "the segment ends in damage though others follow it");
    }
    var seal =
        new SegmentFormat.Seal(
            header.firstSequence(),
            committed.lastSequence(),
            committed.lastOrdinal(),
            committed.records(),
            committed.end(),
            committed.digest(),
            committed.digest());
    if (last) {
      claims.require(LogClaims.Found.of(path, header, seal), true);
      return Optional.of(new OpenSegment(path, header, startDigest, committed, window.limit()));
    }
    var map = storage.map(path, window.limit());
    var segment = LogSegment.sealed(path, header, startDigest, seal, map);
    claims.require(found(segment), false);
    sealed.add(segment);
    return Optional.empty();
  }

  private static LogClaims.Found found(LogSegment segment) {
    var content = segment.content();
    return new LogClaims.Found(
        segment.file(),
        segment.header(),
        content.end(),
        content.lastSequence(),
        content.digest(),
        content.contentDigest());
  }

  /** The seal may have been written without being synced; the segments that follow rely on it. */
  private void secureSeal(LogSegment last) throws IOException {
    long seal = last.content().end();
    try (var file = storage.open(last.file(), Storage.Mode.WRITE)) {
      SegmentWriter.secure(file, seal, seal + RecordFormat.SEAL_LENGTH);
    }
  }

  /** Whether an earlier segment, written by compaction, covers this one's sequences. */
  private boolean replaced(SegmentFormat.Header header) {
    return !sealed.isEmpty()
        && sealed.getLast().header().hasReplaced(header, sealed.getLast().lastSequence());
  }

  private void requireNoGap(Path path, SegmentFormat.Header header) {
    long expected = sealed.isEmpty() ? 0 : sealed.getLast().lastSequence() + 1;
    if (header.firstSequence() != expected) {
      throw LogClaims.gap(path, header, expected);
    }
  }
}
