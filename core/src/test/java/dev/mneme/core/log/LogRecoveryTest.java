package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.format.RecordFormat;
import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.error.CorruptionException;
import dev.mneme.error.IncompatibleException;
import dev.mneme.error.MnemeException;
import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Damage of every kind at every byte: a log either opens with whole batches only, or says that it
 * is damaged.
 */
@Execution(ExecutionMode.CONCURRENT)
class LogRecoveryTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions ROLLING = new LogOptions(2_048);
  private static final LogOptions ONE_SEGMENT = LogOptions.defaults();

  private final FaultyStorage storage = new FaultyStorage(1);
  private final TestRecords records = new TestRecords(7);
  private final List<LogRecord> written = new ArrayList<>();
  private final List<Integer> batchEnds = new ArrayList<>(List.of(0));

  private MemoryLog log = MemoryLog.open(storage, DIRECTORY, ONE_SEGMENT);

  /** Each batch is synced, as with a store that acknowledges after fsync. */
  private void write(int batches) {
    for (int i = 0; i < batches; i++) {
      append(1 + i % 4);
      log.sync();
    }
  }

  private void append(int size) {
    var batch = records.batch(size, 5);
    log.append(batch);
    written.addAll(batch);
    batchEnds.add(written.size());
  }

  private Path lastFile() {
    return storage.files().getLast();
  }

  /**
   * Opens it, checks that what it holds is a beginning made of whole batches, and appends to it;
   * returns how much it holds.
   */
  private int requireBeginning(FaultyStorage damaged, LogOptions options, String what) {
    var found = new ArrayList<LogRecord>();
    LogRecord more;
    try (var reopened = MemoryLog.open(damaged, DIRECTORY, options)) {
      found.addAll(LogContents.all(reopened));
      assertThat(found).as(what).isEqualTo(written.subList(0, found.size()));
      assertThat(batchEnds).as(what).contains(found.size());
      assertThat(LogCheck.of(reopened, (done, of) -> {}).problems()).as(what).isEmpty();
      more = TestRecords.continuing(99, reopened).put("more", "after recovery");
      reopened.append(List.of(more));
    }
    try (var again = MemoryLog.open(damaged, DIRECTORY, options)) {
      var expected = new ArrayList<>(found);
      expected.add(more);
      assertThat(LogContents.all(again)).as(what).isEqualTo(expected);
    }
    return found.size();
  }

  @Test
  void tornTail_atEveryByte_keepsAllWholeBatches() {
    write(8);
    var killed = storage.kill();
    int size = killed.bytes(lastFile()).length;
    int most = 0;
    for (int cut = SegmentFormat.HEADER_LENGTH; cut <= size; cut++) {
      var damaged = killed.copy();
      damaged.cut(lastFile(), cut);
      int found = requireBeginning(damaged, ONE_SEGMENT, "cut at " + cut);
      assertThat(found).as("cut at %s", cut).isGreaterThanOrEqualTo(most);
      most = found;
    }
    assertThat(most).isEqualTo(written.size());
  }

  @Test
  void tornTail_ofZeros_isCut() {
    write(5);
    var killed = storage.kill();
    byte[] bytes = killed.bytes(lastFile());
    for (int zeros : new int[] {1, 47, 48, 4_096}) {
      var damaged = killed.copy();
      damaged.write(lastFile(), java.util.Arrays.copyOf(bytes, bytes.length + zeros));
      assertThat(requireBeginning(damaged, ONE_SEGMENT, zeros + " zeros"))
          .isEqualTo(written.size());
    }
  }

  @Test
  void headerCutOff_isCorruption() {
    write(1);
    var killed = storage.kill();
    for (int cut = 0; cut < SegmentFormat.HEADER_LENGTH; cut++) {
      var damaged = killed.copy();
      damaged.cut(lastFile(), cut);
      assertThatThrownBy(() -> MemoryLog.open(damaged, DIRECTORY, ONE_SEGMENT))
          .isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void flippedBits_afterCleanClose_neverGiveWrongDataAndNeverLoseAnyInSilence() {
    write(8);
    log.close();
    int size = storage.bytes(lastFile()).length;
    int mark = size - RecordFormat.BATCH_END_LENGTH;
    for (int i = 0; i < size; i++) {
      var damaged = storage.copy();
      damaged.flip(lastFile(), i, 1 << i % 8);
      if (i < mark) {
        assertThatThrownBy(() -> MemoryLog.open(damaged, DIRECTORY, ONE_SEGMENT))
            .as("byte %s", i)
            .isInstanceOfAny(CorruptionException.class, IncompatibleException.class)
            .hasMessageContaining(lastFile().toString());
      } else {
        assertThat(requireBeginning(damaged, ONE_SEGMENT, "byte " + i)).isEqualTo(written.size());
      }
    }
  }

  @Test
  void flippedBits_afterAKill_loseTheLastBatchAtMost() {
    write(8);
    var killed = storage.kill();
    int size = killed.bytes(lastFile()).length;
    for (int i = 0; i < size; i++) {
      var damaged = killed.copy();
      damaged.flip(lastFile(), i, 0xFF);
      try {
        int found = requireBeginning(damaged, ONE_SEGMENT, "byte " + i);
        assertThat(found).isGreaterThanOrEqualTo(batchEnds.get(batchEnds.size() - 2));
      } catch (MnemeException expected) {
        assertThat(expected)
            .isInstanceOfAny(CorruptionException.class, IncompatibleException.class);
      }
    }
  }

  @Test
  void flippedBits_overManySegments_neverGiveWrongData() {
    log.close();
    log = MemoryLog.open(storage, DIRECTORY, ROLLING);
    write(12);
    log.close();
    assertThat(storage.files()).hasSizeGreaterThan(3);
    for (var file : storage.files()) {
      int size = storage.bytes(file).length;
      for (int i = 0; i < size; i++) {
        var damaged = storage.copy();
        damaged.flip(file, i, 1 << (i * 5 % 8));
        readWithDamage(damaged, file + " byte " + i);
      }
    }
  }

  @Test
  void truncatedSegments_neverGiveWrongData() {
    log.close();
    log = MemoryLog.open(storage, DIRECTORY, ROLLING);
    write(12);
    log.close();
    for (var file : storage.files()) {
      int size = storage.bytes(file).length;
      for (int cut = 0; cut < size; cut++) {
        var damaged = storage.copy();
        damaged.cut(file, cut);
        readWithDamage(damaged, file + " cut at " + cut);
      }
    }
  }

  /**
   * Sealed segments are trusted at open: there the damage may show when they are read, or in the
   * check.
   */
  private void readWithDamage(FaultyStorage damaged, String what) {
    var found = new ArrayList<LogRecord>();
    try (var reopened = MemoryLog.open(damaged, DIRECTORY, ROLLING)) {
      boolean whole = false;
      try {
        reopened.replay(-1, (position, record) -> found.add(record));
        whole = true;
      } catch (CorruptionException expected) {
        assertThat(LogCheck.of(reopened, (done, of) -> {}).problems()).as(what).isNotEmpty();
      }
      assertThat(found).as(what).isEqualTo(written.subList(0, found.size()));
      assertThat(!whole || batchEnds.contains(found.size())).as(what).isTrue();
      for (int i = 0; i < written.size(); i += 7) {
        findWithDamage(reopened, i, what);
      }
    } catch (CorruptionException | IncompatibleException expected) {
      assertThat(expected).as(what).hasMessageContaining(DIRECTORY.toString());
    }
  }

  private void findWithDamage(MemoryLog reopened, int sequence, String what) {
    try {
      var found = reopened.find(sequence);
      assertThat(found.isEmpty() || found.get().equals(written.get(sequence))).as(what).isTrue();
    } catch (CorruptionException expected) {
      assertThat(expected).as(what).hasMessageContaining(DIRECTORY.toString());
    }
  }

  @Test
  void hole_inUnsyncedBatches_isATornWriteAndNotDamage() {
    write(3);
    int synced = storage.bytes(lastFile()).length;
    int acknowledged = written.size();
    append(2);
    append(3);
    append(2);
    var killed = storage.kill();
    killed.flip(lastFile(), synced + 20, 0xFF);
    assertThat(requireBeginning(killed, ONE_SEGMENT, "hole")).isEqualTo(acknowledged);
  }

  @Test
  void hole_inSyncedBatches_isDamageAndNamesTheOffset() {
    write(3);
    int start = storage.bytes(lastFile()).length;
    write(2);
    append(1);
    var killed = storage.kill();
    killed.flip(lastFile(), start + 20, 0xFF);
    assertThatThrownBy(() -> MemoryLog.open(killed, DIRECTORY, ONE_SEGMENT))
        .isInstanceOfSatisfying(
            CorruptionException.class,
            corruption -> {
              assertThat(corruption.offset()).isEqualTo(start);
              assertThat(corruption.file()).isEqualTo(lastFile());
            });
  }

  @Test
  void unsealedSegmentBeforeOthers_isAcceptedIfItIsWhole() {
    log.close();
    log = MemoryLog.open(storage, DIRECTORY, ROLLING);
    write(12);
    log.close();
    var first = storage.files().getFirst();
    var damaged = storage.copy();
    damaged.cut(first, storage.bytes(first).length - RecordFormat.SEAL_LENGTH);
    assertThat(requireBeginning(damaged, ROLLING, "without seal")).isEqualTo(written.size());
    damaged = storage.copy();
    damaged.cut(first, storage.bytes(first).length - RecordFormat.SEAL_LENGTH - 1);
    var cut = damaged;
    assertThatThrownBy(() -> MemoryLog.open(cut, DIRECTORY, ROLLING))
        .isInstanceOf(CorruptionException.class);
  }

  @Test
  void temporaryFiles_areRemovedAndOthersAreLeftAlone() {
    write(2);
    log.close();
    var left = DIRECTORY.resolve("00000000000000000007.log.tmp");
    var foreign = DIRECTORY.resolve("notes.txt");
    storage.write(left, new byte[100]);
    storage.write(foreign, new byte[3]);
    requireBeginning(storage, ONE_SEGMENT, "temporary");
    assertThat(storage.files()).doesNotContain(left).contains(foreign);
  }
}
