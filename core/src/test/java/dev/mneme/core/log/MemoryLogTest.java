package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.bytes.Bytes;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.error.ClosedException;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.FaultyStorage;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class MemoryLogTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions SMALL = LogContents.SMALL;

  private final FaultyStorage storage = new FaultyStorage(1);
  private final TestRecords records = new TestRecords(1);

  private MemoryLog open() {
    return MemoryLog.open(storage, DIRECTORY, SMALL);
  }

  /** Appends batches of all sizes, enough for many segments. */
  private List<LogRecord> fill(MemoryLog log, int batches) {
    var written = new ArrayList<LogRecord>();
    for (int i = 0; i < batches; i++) {
      var batch = records.batch(1 + i % 7, 20);
      var positions = log.append(batch);
      for (int j = 0; j < positions.length; j++) {
        if (batch.get(j) instanceof LogRecord.Put put) {
          assertThat(log.read(positions[j])).isEqualTo(put);
        }
      }
      written.addAll(batch);
    }
    return written;
  }

  @Test
  void open_ofNothing_isEmpty() {
    try (var log = open()) {
      assertThat(log.lastSequence()).isEqualTo(-1);
      assertThat(log.lastOrdinal()).isEqualTo(-1);
      assertThat(LogContents.all(log)).isEmpty();
      assertThat(log.find(0)).isEmpty();
      assertThat(log.find(-1)).isEmpty();
      assertThat(log.append(List.of())).isEmpty();
      log.sync();
    }
  }

  @Test
  void append_overManySegments_isReadReplayedFoundAndReopened() {
    var written = new ArrayList<LogRecord>();
    var positions = new TreeMap<Long, LogRecord>();
    for (int session = 0; session < 4; session++) {
      try (var log = open()) {
        assertThat(LogContents.all(log)).isEqualTo(written);
        positions.forEach((position, put) -> assertThat(log.read(position)).isEqualTo(put));
        written.addAll(fill(log, 60));
        assertThat(LogContents.all(log)).isEqualTo(written);
        assertThat(log.lastSequence()).isEqualTo(written.size() - 1);
        assertThat(log.stats().records()).isEqualTo(written.size());
        assertThat(log.stats().segments()).isGreaterThan(10 * (session + 1));
        for (var record : written) {
          assertThat(log.find(record.sequence())).contains(record);
        }
        assertThat(log.find(written.size())).isEmpty();
        log.replay(
            -1,
            (position, record) -> {
              if (record instanceof LogRecord.Put) {
                positions.put(position, record);
              }
            });
        assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
      }
    }
  }

  @Test
  void replay_afterAnySequence_givesTheRest() {
    try (var log = open()) {
      var written = fill(log, 80);
      for (int after = -1; after <= written.size(); after++) {
        assertThat(LogContents.after(log, after))
            .isEqualTo(written.subList(Math.min(after + 1, written.size()), written.size()));
      }
    }
  }

  @Test
  void replay_givesNoMoreThanThereWasAtTheCall() {
    try (var log = open()) {
      int before = fill(log, 5).size();
      var seen = new ArrayList<LogRecord>();
      log.replay(
          -1,
          (position, record) -> {
            seen.add(record);
            log.append(List.of(records.put("more", "text")));
          });
      assertThat(seen).hasSize(before);
    }
  }

  @Test
  void vector_isServedWithoutACopyAlignedAndLittleEndian() {
    var layout = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
    float[] vector = records.vector(384);
    var put =
        records.put("n", Memory.builder().id("i").embedding(vector).time(Instant.EPOCH).build());
    var plain = records.put("plain", "no vector");
    long[] positions;
    try (var log = open()) {
      positions = log.append(List.of(put, plain, records.delete("plain")));
      assertThat(log.vector(positions[0]).orElseThrow().toArray(layout)).isEqualTo(vector);
    }
    try (var log = open()) {
      assertThat(log.vector(positions[0]).orElseThrow().toArray(layout)).isEqualTo(vector);
      assertThat(log.vector(positions[1])).isEmpty();
      assertThatThrownBy(() -> log.vector(positions[2])).isInstanceOf(CorruptionException.class);
      assertThatThrownBy(() -> log.read(positions[2])).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void largeBatches_growTheTailAndThenTheMapping() {
    try (var log = MemoryLog.open(storage, DIRECTORY, LogOptions.defaults())) {
      var written = new ArrayList<LogRecord>();
      var positions = new ArrayList<Long>();
      for (int i = 0; i < 30; i++) {
        var put =
            records.put(
                "n",
                Memory.builder()
                    .id("i" + i)
                    .embedding(records.vector(60_000 * (1 + i % 3)))
                    .build());
        written.add(put);
        positions.add(log.append(List.of(put))[0]);
        assertThat(log.read(positions.get(i / 2))).isEqualTo(written.get(i / 2));
        assertThat(log.read(positions.get(i))).isEqualTo(put);
      }
      assertThat(LogContents.all(log)).isEqualTo(written);
      assertThat(log.stats().segments()).isEqualTo(1);
    }
  }

  @Test
  void wrongPositions_areCorruptionAndNothingWorse() {
    try (var log = open()) {
      fill(log, 40);
      for (long offset = -4; offset < 8_192; offset++) {
        for (long segment : new long[] {0, 1, log.stats().segments() - 1L, 99_999_999}) {
          long position = segment << 36 | (offset & ((1L << 36) - 1));
          try {
            log.vector(position);
            log.read(position);
          } catch (CorruptionException expected) {
            assertThat(expected).hasMessageContaining("log");
          }
        }
      }
      assertThatThrownBy(() -> log.read(Long.MAX_VALUE)).isInstanceOf(CorruptionException.class);
      assertThatThrownBy(() -> log.read(-1)).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void append_outOfOrder_isRefusedAndTheLogGoesOn() {
    try (var log = open()) {
      var first = records.put("a", "one");
      log.append(List.of(first));
      assertThatThrownBy(() -> log.append(List.of(first)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("sequence 0");
      var second = records.put("b", "two");
      var reused = new LogRecord.Put(1, -1, second.written(), 0, "n", second.memory());
      assertThatThrownBy(() -> log.append(List.of(reused)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("ordinal 0");
      var unstorable =
          new LogRecord.Put(
              1, -1, second.written(), 1, "n", Memory.text("x").time(Instant.MAX).build());
      assertThatThrownBy(() -> log.append(List.of(unstorable)))
          .isInstanceOf(InvalidRequestException.class);
      log.append(List.of(second));
      assertThat(LogContents.all(log)).containsExactly(first, second);
    }
  }

  @Test
  void close_isIdempotentAndRefusesFurtherCalls() {
    var log = open();
    long position = log.append(List.of(records.put("a", "one")))[0];
    var vector = log.vector(position);
    log.close();
    log.close();
    assertThat(vector).isEmpty();
    assertThatThrownBy(() -> log.read(position)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> log.append(List.of())).isInstanceOf(ClosedException.class);
    assertThatThrownBy(log::sync).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> LogContents.all(log)).isInstanceOf(ClosedException.class);
  }

  @Test
  void reopening_writesNothing() {
    try (var log = open()) {
      fill(log, 3);
    }
    var before = storage.bytes(storage.files().getLast());
    open().close();
    assertThat(storage.bytes(storage.files().getLast())).isEqualTo(before);
  }

  @Test
  void newerFormat_isIncompatibleAndNamesTheFile() {
    open().close();
    Path file = storage.files().getFirst();
    byte[] bytes = storage.bytes(file);
    Bytes.putInt(bytes, 8, 3);
    Bytes.putInt(bytes, 12, Bytes.crc(bytes, 0, 12));
    storage.write(file, bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(IncompatibleException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("version 3");
  }

  @Test
  void missingSegment_isCorruption() throws Exception {
    try (var log = open()) {
      fill(log, 60);
    }
    var files = storage.files();
    for (var file : files.subList(0, files.size() - 1)) {
      var damaged = storage.copy();
      damaged.delete(file);
      assertThatThrownBy(() -> MemoryLog.open(damaged, DIRECTORY, SMALL))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  /** A slip of a programmer says nothing of the disk: nothing is written, and the log goes on. */
  @Test
  void batchThatCannotBeEncoded_isRefusedAndTheLogGoesOn() {
    var encoder = new FailingEncoder();
    var written = new ArrayList<LogRecord>();
    try (var log = encoder.open(storage, DIRECTORY, SMALL)) {
      for (int round = 0; round < 60; round++) {
        int failing = round % 5;
        long bytes = log.stats().bytes();
        var batch = records.batch(5, 20);
        encoder.before = record -> record == batch.get(failing);
        assertRefused(log, batch);
        encoder.before = _ -> false;
        encoder.after = record -> record == batch.get(failing);
        assertRefused(log, batch);
        encoder.after = _ -> false;
        encoder.error = round % 2 == 0 ? OutOfMemoryError::new : () -> new AssertionError("no");
        encoder.atEnd = true;
        assertRefused(log, batch);
        encoder.atEnd = false;
        assertThat(LogContents.all(log)).isEqualTo(written);
        assertThat(log.stats().records()).isEqualTo(written.size());
        assertThat(log.stats().bytes()).isBetween(bytes, bytes + 512); // a roll may have happened
        log.append(batch);
        written.addAll(batch);
      }
      assertThat(LogContents.all(log)).isEqualTo(written);
    }
    try (var log = open()) {
      assertThat(LogContents.all(log)).isEqualTo(written);
      assertThat(LogCheck.of(log, (done, total) -> {}).problems()).isEmpty();
    }
  }

  private static void assertRefused(MemoryLog log, List<LogRecord> batch) {
    assertThatThrownBy(() -> log.append(batch))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("nothing was written");
  }

  @Test
  void failedAppend_stopsWritesOnly() {
    var log = open();
    var first = records.put("a", "one");
    long position = log.append(List.of(first))[0];
    log.sync();
    storage.failCall(1);
    assertThatThrownBy(() -> log.append(List.of(records.put("b", "two"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("reopening recovers");
    assertThatThrownBy(() -> log.append(List.of(records.put("b", "two"))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("reopening recovers");
    assertThatThrownBy(log::sync).isInstanceOf(StorageException.class);
    assertThat(log.read(position)).isEqualTo(first);
    assertThat(LogContents.all(log)).containsExactly(first);
    log.close();
    try (var reopened = open()) {
      assertThat(LogContents.all(reopened)).startsWith(first);
      reopened.append(List.of(TestRecords.continuing(3, reopened).put("c", "three")));
    }
  }

  @Test
  void failedSync_isNeverRetried() {
    var log = open();
    log.append(List.of(records.put("a", "one")));
    storage.failCall(1);
    assertThatThrownBy(log::sync)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("fsync failed");
    long calls = storage.calls();
    assertThatThrownBy(log::sync).isInstanceOf(StorageException.class);
    log.close();
    assertThat(storage.calls()).isEqualTo(calls);
  }

  @Test
  void copyTo_isALogOfItsOwn() {
    try (var log = open()) {
      var written = fill(log, 50);
      Path target = Path.of("/copy/log");
      assertThat(log.copyTo(target)).isEqualTo(written.size() - 1);
      fill(log, 5);
      assertThatThrownBy(() -> log.copyTo(target)).isInstanceOf(InvalidRequestException.class);
      try (var copy = MemoryLog.open(storage, target, SMALL)) {
        assertThat(LogContents.all(copy)).isEqualTo(written);
        assertThat(LogCheck.of(copy, (done, of) -> {}).problems()).isEmpty();
      }
    }
  }

  @Test
  void lastOrdinal_countsPutsThatAreDeleted() {
    try (var log = open()) {
      log.append(List.of(records.put("a", "one"), records.put("b", "two"), records.delete("b")));
    }
    try (var log = open()) {
      assertThat(log.lastOrdinal()).isEqualTo(1);
    }
  }
}
