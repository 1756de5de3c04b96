package dev.mneme.core.log;

import dev.mneme.core.model.Corruption;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a log directory holds, and repairs what a crash may leave: temporary files,
 * segments that compaction had replaced, and a torn end of the last segment. Everything else that
 * is not as it should be is {@link Corruption}.
 *
 * <p>A sealed segment is trusted for its seal: it was written after everything before it was
 * durable. Its records are checked when they are read. A segment without a seal is read whole,
 * through the channel: a mapping of a damaged file can end the JVM.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Storage storage;
  private final Path directory;
  private final List<Segment> sealed = new ArrayList<>();
  private final HashSet<Integer> numbers = new HashSet<>();
  private boolean directoryChanged;

  private Recovery(Storage storage, Path directory) {
    this.storage = storage;
    this.directory = directory;
  }

  /**
   * @param sealed ascending by sequence
   * @param open the last segment, where it is not sealed
   */
  record Result(List<Segment> sealed, Optional<OpenSegment> open, int nextNumber) {}

  /**
   * A segment that takes more records behind what is committed; whatever else follows in the file
   * is to be cut off.
   */
  record OpenSegment(
      Path file, SegmentFormat.Header header, BatchTracker.Committed committed, long fileSize) {}

  static Result recover(Storage storage, Path directory) throws IOException {
    return new Recovery(storage, directory).run();
  }

  private Result run() throws IOException {
    // A killed process may have left renames that are seen but not durable: what they replaced must
    // not go before they are.
    storage.syncDirectory(directory);
    var files = new ArrayList<Path>();
    for (var name : storage.list(directory)) {
      if (SegmentFormat.firstSequence(name).isPresent()) {
        files.add(directory.resolve(name));
      } else if (name.endsWith(SegmentFormat.SUFFIX + SegmentFormat.TEMPORARY_SUFFIX)) {
        delete(directory.resolve(name));
      }
    }
    var open = Optional.<OpenSegment>empty();
    for (int i = 0; i < files.size(); i++) {
      open = add(files.get(i), i == files.size() - 1);
    }
    if (directoryChanged) {
      storage.syncDirectory(directory);
    }
    int nextNumber = numbers.stream().mapToInt(number -> number + 1).max().orElse(0);
    return new Result(List.copyOf(sealed), open, nextNumber);
  }

  private Optional<OpenSegment> add(Path path, boolean last) throws IOException {
    try (var file = storage.open(path, Storage.Mode.READ)) {
      long size = file.size();
      var header = readHeader(path, file);
      if (!numbers.add(header.number())) {
        throw new Corruption(path, 0, "another segment has the number " + header.number() + " too");
      }
      if (replaced(header)) {
        LOG.info("removing {}, which an interrupted compaction had replaced", path);
        delete(path);
        return Optional.empty();
      }
      requireNoGap(path, header);
      var seal = readSeal(file, header, size);
      if (seal.isPresent()) {
        if (last) {
          secureSeal(path, size);
        }
        var map = storage.map(path, size);
        sealed.add(sealedSegment(path, header, seal.get(), map));
        return Optional.empty();
      }
      if (header.compacted()) {
        throw new Corruption(path, size, "the seal of the segment is missing or damaged");
      }
      var committed = scan(path, header, new FileWindow(file, size));
      if (last) {
        return Optional.of(new OpenSegment(path, header, committed, size));
      }
      if (committed.end() != size) {
        throw new Corruption(
            path, committed.end(), "the segment ends in damage though others follow it");
      }
      var seals =
          new SegmentFormat.Seal(
              header.firstSequence(),
              committed.lastSequence(),
              committed.lastOrdinal(),
              committed.records(),
              size);
      sealed.add(sealedSegment(path, header, seals, storage.map(path, size)));
      return Optional.empty();
    }
  }

  /** The seal may have been written without being synced; the segments that follow rely on it. */
  private void secureSeal(Path path, long size) throws IOException {
    try (var file = storage.open(path, Storage.Mode.WRITE)) {
      SegmentWriter.secure(file, size - RecordFormat.SEAL_LENGTH, size);
    }
  }

  static SegmentFormat.Header readHeader(Path path, Storage.File file) throws IOException {
    var bytes = new byte[(int) Math.min(SegmentFormat.HEADER_LENGTH, file.size())];
    file.read(ByteBuffer.wrap(bytes), 0);
    return SegmentFormat.Header.decode(path, bytes);
  }

  static Optional<SegmentFormat.Seal> readSeal(
      Storage.File file, SegmentFormat.Header header, long size) throws IOException {
    if (size < SegmentFormat.HEADER_LENGTH + RecordFormat.SEAL_LENGTH) {
      return Optional.empty();
    }
    var bytes = new byte[RecordFormat.SEAL_LENGTH];
    file.read(ByteBuffer.wrap(bytes), size - bytes.length);
    return SegmentFormat.Seal.decode(bytes, header, size);
  }

  static Segment sealedSegment(
      Path path, SegmentFormat.Header header, SegmentFormat.Seal seal, MemorySegment map) {
    var content =
        new SegmentContent(
            map,
            MemorySegment.NULL,
            seal.offset(),
            seal.lastSequence(),
            seal.lastOrdinal(),
            seal.records());
    return new Segment(path, header, content, null);
  }

  /** Whether an earlier segment, written by compaction, covers this one's sequences. */
  private boolean replaced(SegmentFormat.Header header) {
    if (sealed.isEmpty()) {
      return false;
    }
    var before = sealed.getLast();
    return before.header().compacted()
        && before.number() > header.number()
        && header.firstSequence() <= before.lastSequence();
  }

  private void requireNoGap(Path path, SegmentFormat.Header header) {
    long expected = sealed.isEmpty() ? 0 : sealed.getLast().lastSequence() + 1;
    if (header.firstSequence() != expected) {
      throw new Corruption(
          path,
          0,
          "the segment begins with sequence "
              + header.firstSequence()
              + " where "
              + expected
              + " was expected: "
              + SegmentFormat.fileName(expected)
              + " is missing or incomplete");
    }
  }

  private void delete(Path path) throws IOException {
    storage.delete(path);
    directoryChanged = true;
  }

  /**
   * Reads a segment without a seal, and says what of it counts.
   *
   * @throws Corruption if it is damaged before its tail
   */
  static BatchTracker.Committed scan(Path path, SegmentFormat.Header header, FileWindow window)
      throws IOException {
    var tracker = new BatchTracker(header);
    long offset = SegmentFormat.HEADER_LENGTH;
    while (offset < window.limit()) {
      int length = window.validRecord(offset);
      if (length == 0) {
        requireTorn(path, window, offset, tracker.committed());
        break;
      }
      var problem = tracker.accept(window.array(), window.load(offset, length), offset);
      if (problem.isPresent()) {
        throw new Corruption(path, offset, problem.get());
      }
      offset += length;
    }
    long cut = window.limit() - tracker.committed().end();
    if (cut > 0) {
      LOG.warn("{}: cutting {} bytes of an unfinished write at its end", path, cut);
    }
    return tracker.committed();
  }

  /**
   * Tells a torn write from damage: it is damage if a batch behind the bad record was written when
   * the bad record's bytes were known to be durable.
   */
  private static void requireTorn(
      Path path, FileWindow window, long bad, BatchTracker.Committed committed) throws IOException {
    long last = window.limit() - RecordFormat.BATCH_END_LENGTH;
    for (long offset = bad + RecordFormat.ALIGNMENT;
        offset <= last;
        offset += RecordFormat.ALIGNMENT) {
      int at = window.load(offset, RecordFormat.BATCH_END_LENGTH);
      if (window.array()[at + RecordFormat.KIND] != RecordFormat.BATCH_END
          || Bytes.getInt(window.array(), at) != RecordFormat.BATCH_END_LENGTH
          || window.validRecord(offset) == 0) {
        continue;
      }
      long durable = Bytes.getLong(window.array(), at + RecordFormat.BATCH_DURABLE);
      long sequence = Bytes.getLong(window.array(), at + RecordFormat.SEQUENCE);
      if (durable > committed.end() && durable <= offset && sequence >= committed.lastSequence()) {
        throw new Corruption(path, bad, "the record is damaged, and valid ones follow it");
      }
    }
  }
}
