package dev.mneme.core.log.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.log.LogContents;
import dev.mneme.core.log.TestRecords;
import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.Position;
import dev.mneme.core.log.format.RecordEncoder;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.report.SalvageReport;
import dev.mneme.report.SalvageReport.Loss;
import dev.mneme.report.SalvageReport.Range;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.FaultyStorage;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever is damaged, everything beside it is saved, and the report names what is not. */
@Execution(ExecutionMode.CONCURRENT)
class LogSalvageTest {
  private static final Path SOURCE = LogContents.DIRECTORY;
  private static final Path TARGET = Path.of("/salvaged/log");
  private static final LogOptions ROLLING = new LogOptions(2_048);

  private final FaultyStorage storage = new FaultyStorage(1);
  private final TestRecords records = new TestRecords(11);
  private final List<LogRecord> written = new ArrayList<>();
  private final TreeMap<Long, LogRecord> byOffset = new TreeMap<>();

  private MemoryLog open(LogOptions options) {
    return MemoryLog.open(storage, SOURCE, options);
  }

  private void write(MemoryLog log, int batches) {
    for (int i = 0; i < batches; i++) {
      append(log, records.batch(1 + i % 4, 5));
    }
  }

  private void append(MemoryLog log, List<LogRecord> batch) {
    long[] positions = log.append(batch);
    log.sync();
    for (int i = 0; i < positions.length; i++) {
      byOffset.put(Position.offset(positions[i]), batch.get(i));
    }
    written.addAll(batch);
  }

  private static SalvageReport salvage(Storage damaged) {
    return LogSalvage.salvage(damaged, SOURCE, TARGET, (done, of) -> {});
  }

  private static List<LogRecord> saved(Storage damaged) {
    try (var log = MemoryLog.open(damaged, TARGET, LogOptions.defaults())) {
      assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
      return LogContents.all(log);
    }
  }

  /** Without what the copy numbers anew. */
  private static String content(LogRecord record) {
    return switch (record) {
      case LogRecord.Put put -> put.written() + " " + put.namespace() + " " + put.memory();
      case LogRecord.Delete delete ->
          delete.written() + " " + delete.namespace() + " deleted " + delete.id();
    };
  }

  private static void requireContent(String what, List<LogRecord> found, List<LogRecord> expected) {
    assertThat(found.stream().map(LogSalvageTest::content).toList())
        .as(what)
        .isEqualTo(expected.stream().map(LogSalvageTest::content).toList());
    var newest = new HashMap<String, Long>();
    for (var record : found) {
      Long before = newest.put(record.id(), record.sequence());
      assertThat(record.previousSequence()).as(what).isEqualTo(before == null ? -1 : before);
    }
  }

  private Map<Path, byte[]> sourceFiles(FaultyStorage damaged) {
    var files = new HashMap<Path, byte[]>();
    for (var file : damaged.files()) {
      if (file.startsWith(SOURCE)) {
        files.put(file, damaged.bytes(file));
      }
    }
    return files;
  }

  private List<LogRecord> without(long first, long last) {
    return written.stream().filter(r -> r.sequence() < first || r.sequence() > last).toList();
  }

  private static List<Optional<Range>> missing(SalvageReport report) {
    return report.losses().stream().map(Loss::missing).toList();
  }

  @Test
  void wholeLog_isCopiedAsItIs() {
    try (var log = open(ROLLING)) {
      write(log, 12);
    }
    var report = salvage(storage);
    assertThat(report.losses()).isEmpty();
    assertThat(report.puts() + report.deletes()).isEqualTo(written.size());
    assertThat(saved(storage)).isEqualTo(written);
    var alive = new HashMap<String, Boolean>();
    written.forEach(record -> alive.put(record.id(), record instanceof LogRecord.Put));
    assertThat(report.memories()).isEqualTo(alive.values().stream().filter(is -> is).count());
  }

  @Test
  void anyByteFlipped_losesTheRecordThatItLiesInAndNoOther() {
    try (var log = open(LogOptions.defaults())) {
      write(log, 8);
    }
    var file = storage.files().getFirst();
    int size = storage.bytes(file).length;
    for (int i = SegmentFormat.HEADER_LENGTH; i < size; i++) {
      var damaged = storage.copy();
      damaged.flip(file, i, 1 << i % 8);
      var before = sourceFiles(damaged);
      var report = salvage(damaged);
      var what = "byte " + i;
      var record = byOffset.floorEntry((long) i);
      boolean hit = record != null && i < record.getKey() + length(file, record.getKey());
      var expected =
          hit ? without(record.getValue().sequence(), record.getValue().sequence()) : written;
      requireContent(what, saved(damaged), expected);
      assertThat(report.losses()).as(what).hasSize(1);
      assertThat(missing(report))
          .as(what)
          .containsExactly(
              hit
                  ? Optional.of(
                      new Range(record.getValue().sequence(), record.getValue().sequence()))
                  : Optional.empty());
      assertThat(sourceFiles(damaged)).as(what).containsExactlyInAnyOrderEntriesOf(before);
    }
  }

  private int length(Path file, long offset) {
    return Bytes.getInt(storage.bytes(file), (int) offset + RecordFormat.LENGTH);
  }

  @Test
  void anyTruncation_keepsAllWholeBatches_andNamesWhatWasDurable() {
    FaultyStorage killed;
    try (var log = open(LogOptions.defaults())) {
      write(log, 8);
      killed = storage.copy();
    }
    var file = storage.files().getFirst();
    int size = storage.bytes(file).length;
    for (int cut = 0; cut <= size; cut++) {
      var damaged = storage.copy();
      damaged.cut(file, cut);
      var report = salvage(damaged);
      var found = saved(damaged);
      var expected = cut < SegmentFormat.HEADER_LENGTH ? List.of() : opened(killed, file, cut);
      assertThat(found).as("cut at %s", cut).isEqualTo(expected);
      var lost =
          missing(report).stream()
              .flatMap(Optional::stream)
              .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()));
      assertThat(lost.sorted().toArray())
          .as("cut at %s", cut)
          .isEqualTo(LongStream.range(found.size(), written.size()).toArray());
    }
  }

  /** What a log whose process was killed has, where its end is cut. */
  private static List<LogRecord> opened(FaultyStorage killed, Path file, int cut) {
    var opened = killed.copy();
    opened.cut(file, cut);
    try (var log = MemoryLog.open(opened, SOURCE, LogOptions.defaults())) {
      return LogContents.all(log);
    }
  }

  @Test
  void damagedHeader_losesNothing() {
    try (var log = open(ROLLING)) {
      write(log, 12);
    }
    for (var file : storage.files()) {
      for (int i = 0; i < SegmentFormat.HEADER_LENGTH; i++) {
        var damaged = storage.copy();
        damaged.flip(file, i, 0x40);
        var report = salvage(damaged);
        requireContent(file + " byte " + i, saved(damaged), written);
        assertThat(report.losses()).hasSize(1);
      }
    }
  }

  @Test
  void missingSegment_isNamedWithItsChanges() throws IOException {
    try (var log = open(ROLLING)) {
      write(log, 16);
    }
    var files = storage.files();
    assertThat(files).hasSizeGreaterThan(3);
    for (int i = 0; i + 1 < files.size(); i++) {
      var damaged = storage.copy();
      damaged.delete(files.get(i));
      var report = salvage(damaged);
      long first = first(files.get(i));
      long last = first(files.get(i + 1)) - 1;
      requireContent(files.get(i) + " deleted", saved(damaged), without(first, last));
      assertThat(missing(report)).containsExactly(Optional.of(new Range(first, last)));
    }
  }

  private static long first(Path file) {
    return SegmentFormat.firstSequence(file.getFileName().toString()).orElseThrow();
  }

  @Test
  void holeOverManyRecords_isNamedAsOneRange() {
    try (var log = open(LogOptions.defaults())) {
      write(log, 10);
    }
    var file = storage.files().getFirst();
    var offsets = List.copyOf(byOffset.keySet());
    byte[] bytes = storage.bytes(file).clone();
    int from = Math.toIntExact(offsets.get(5));
    int to = Math.toIntExact(offsets.get(12));
    var noise = new byte[to - from];
    new Random(3).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, from, noise.length);
    storage.write(file, bytes);
    var report = salvage(storage);
    requireContent("hole", saved(storage), without(5, 11));
    assertThat(missing(report)).containsExactly(Optional.of(new Range(5, 11)));
    assertThat(report.losses().getFirst().offset()).isEqualTo(from);
    assertThat(report.losses().getFirst().bytes()).isEqualTo(to - from);
  }

  @Test
  void recordWithinAText_isNotTakenForOne() {
    var forged = new RecordEncoder();
    forged.add(
        new LogRecord.Put(
            1, -1, Instant.EPOCH, 9, "victim", Memory.text("forged").id("forged").build()));
    var text =
        new String(
            java.util.Arrays.copyOf(forged.array(), forged.size()),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    try (var log = open(LogOptions.defaults())) {
      append(log, List.of(records.put("a", "x")));
      append(log, List.of(records.put("b", text)));
      append(log, List.of(records.put("c", "y")));
    }
    var file = storage.files().getFirst();
    // The bytes of the text are replaced by a record: the outer checksum is wrong then.
    long outer = List.copyOf(byOffset.keySet()).get(1);
    byte[] bytes = storage.bytes(file).clone();
    int inner = RecordFormat.align((int) outer + RecordFormat.VECTOR + 16);
    System.arraycopy(forged.array(), 0, bytes, inner, forged.size());
    storage.write(file, bytes);
    var report = salvage(storage);
    requireContent("forged", saved(storage), without(1, 1));
    assertThat(missing(report)).containsExactly(Optional.of(new Range(1, 1)));
  }

  @Test
  void segmentThatCompactionHadReplaced_bringsNothingBack() throws IOException {
    var log = open(ROLLING);
    write(log, 24);
    var old = sourceFiles(storage);
    log.compact(0, CompactionPolicy.latest(1, Instant.EPOCH));
    log.close();
    List<LogRecord> compacted;
    try (var reopened = open(ROLLING)) {
      compacted = LogContents.all(reopened);
    }
    assertThat(compacted).hasSizeLessThan(written.size());
    var interrupted = storage.copy();
    int back = 0;
    for (var file : old.keySet()) {
      if (!interrupted.exists(file)) {
        interrupted.write(file, old.get(file));
        back++;
      }
    }
    assertThat(back).isPositive();
    var report = salvage(interrupted);
    requireContent("interrupted", saved(interrupted), compacted);
    assertThat(report.losses()).isEmpty();
  }

  @Test
  void writeWithoutItsEnd_isLeftOutAndSaid() {
    var log = open(LogOptions.defaults());
    write(log, 3);
    int acknowledged = written.size();
    append(log, records.batch(3, 5));
    var killed = storage.kill();
    var file = killed.files().getFirst();
    killed.cut(file, killed.bytes(file).length - 8);
    var report = salvage(killed);
    requireContent("torn", saved(killed), written.subList(0, acknowledged));
    assertThat(report.losses()).isNotEmpty();
    assertThat(missing(report)).contains(Optional.of(new Range(acknowledged, acknowledged + 2)));
  }

  @Test
  void newerVersion_isRefusedWhole() {
    try (var log = open(LogOptions.defaults())) {
      write(log, 1);
    }
    var file = storage.files().getFirst();
    byte[] bytes = storage.bytes(file).clone();
    Bytes.putInt(bytes, 8, SegmentFormat.VERSION + 1);
    Bytes.putInt(bytes, 12, Bytes.crc(bytes, 0, 12));
    storage.write(file, bytes);
    assertThatThrownBy(() -> salvage(storage)).isInstanceOf(IncompatibleException.class);
  }

  @Test
  void targetThatHoldsFiles_isRefused() {
    try (var log = open(LogOptions.defaults())) {
      write(log, 1);
    }
    storage.write(TARGET.resolve("thesis.txt"), new byte[3]);
    assertThatThrownBy(() -> salvage(storage)).isInstanceOf(InvalidRequestException.class);
    assertThat(storage.bytes(TARGET.resolve("thesis.txt"))).hasSize(3);
  }

  /** A bad sector: the system reports an error wherever the block is touched. */
  @Test
  void unreadableBlock_costsItsRecordsOnly() {
    try (var log = open(LogOptions.defaults())) {
      write(log, 60);
    }
    var file = storage.files().getFirst();
    assertThat(storage.bytes(file)).hasSizeGreaterThan(3 * 4_096);
    var report = salvage(new BadSector(storage, file, 4_096, 8_192));
    var lost =
        byOffset.entrySet().stream()
            .filter(e -> e.getKey() < 8_192 && e.getKey() + length(file, e.getKey()) > 4_096)
            .map(e -> e.getValue().sequence())
            .toList();
    assertThat(lost).isNotEmpty();
    requireContent("bad sector", saved(storage), without(lost.getFirst(), lost.getLast()));
    assertThat(missing(report))
        .containsExactly(Optional.of(new Range(lost.getFirst(), lost.getLast())));
  }
}
