package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.error.CorruptionException;
import dev.mneme.memory.Memory;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CompactionTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions OPTIONS = new LogOptions(2_048);
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
  private static final CompactionPolicy LATEST = CompactionPolicy.latest(1, NOW);

  private final FaultyStorage storage = new FaultyStorage(1);
  private final TestRecords records = new TestRecords(1);
  private MemoryLog log = MemoryLog.open(storage, DIRECTORY, OPTIONS);

  private LogRecord.Put put(String id, String text) {
    var put = records.put(id, text);
    log.append(List.of(put));
    return put;
  }

  private LogRecord.Delete delete(String id) {
    var delete = records.delete(id);
    log.append(List.of(delete));
    return delete;
  }

  private LogRecord.Put expiring(String id, Instant expires) {
    var put =
        records.put("default", Memory.text("expires").id(id).time(NOW).expires(expires).build());
    log.append(List.of(put));
    return put;
  }

  /**
   * Puts what follows into another segment, and gives this one live bytes that keep it below a dead
   * fraction.
   */
  private List<LogRecord.Put> ballast() {
    var ballast = new ArrayList<LogRecord.Put>();
    int segments = log.stats().segments();
    while (log.stats().segments() == segments) {
      ballast.add(put("ballast" + log.lastSequence(), "incompressible-" + log.lastSequence()));
    }
    return ballast;
  }

  private void reopen() {
    log.close();
    log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
  }

  private List<LogRecord> of(String id) {
    return LogContents.all(log).stream().filter(record -> record.id().equals(id)).toList();
  }

  @Test
  void compact_dropsSupersededAndDeletedRecords() {
    var old = put("a", "old");
    put("b", "to be deleted");
    var current = put("a", "new");
    delete("b");
    var result = log.compact(0, LATEST);
    assertThat(LogContents.all(log)).containsExactly(current);
    assertThat(log.find(old.sequence())).isEmpty();
    assertThat(result.recordsDropped()).isEqualTo(3);
    assertThat(result.droppedOrdinals().toArray()).containsExactly(0, 1);
    assertThat(result.moves().size()).isEqualTo(1);
    assertThat(result.bytesAfter()).isLessThan(result.bytesBefore());
    assertThat(log.lastSequence()).isEqualTo(3);
    assertThat(log.lastOrdinal()).isEqualTo(2);
    reopen();
    assertThat(LogContents.all(log)).containsExactly(current);
    assertThat(log.lastSequence()).isEqualTo(3);
    assertThat(log.lastOrdinal()).isEqualTo(2);
  }

  @Test
  void compact_ofEverything_keepsSequenceAndOrdinal() {
    put("a", "one");
    put("b", "two");
    delete("b");
    delete("a");
    log.retire(log.compact(0, LATEST));
    reopen();
    assertThat(LogContents.all(log)).isEmpty();
    assertThat(log.lastSequence()).isEqualTo(3);
    assertThat(log.lastOrdinal()).isEqualTo(1);
    assertThat(log.stats().segments()).isEqualTo(2);
    log.append(List.of(TestRecords.continuing(2, log).put("c", "three")));
    assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
  }

  @Test
  void compact_keepsTheLastVersions() {
    var versions = new ArrayList<LogRecord>();
    for (int i = 0; i < 6; i++) {
      versions.add(put("a", "version " + i));
      ballast();
    }
    log.compact(0, CompactionPolicy.latest(3, NOW));
    assertThat(of("a")).isEqualTo(versions.subList(3, 6));
    log.compact(0, CompactionPolicy.latest(1, NOW));
    assertThat(of("a")).isEqualTo(versions.subList(5, 6));
  }

  @Test
  void tombstone_staysAsLongAsAnOlderPutStays() {
    var old = put("a", "old");
    var ballast = ballast();
    var deletion = delete("a");
    put("x", "dead");
    put("x", TestRecords.noise(3, 600));
    put("x", "live");
    // Only the second segment is worth rewriting: the first holds one dead record among live ones.
    var result = log.compact(0.3, LATEST);
    assertThat(result.segmentsRewritten()).isEqualTo(1);
    assertThat(of("a")).containsExactly(old, deletion);
    assertThat(LogContents.all(log)).containsAll(ballast);
    log.compact(0, LATEST);
    assertThat(of("a")).isEmpty();
  }

  @Test
  void expiredMemory_leavesATombstoneOverOlderPuts() {
    var old = put("a", "never expires");
    ballast();
    var expired = expiring("a", NOW.minusSeconds(1));
    var alone = expiring("alone", NOW);
    var alive = expiring("alive", NOW.plusMillis(1));
    log.compact(
        0.05, version -> !version.key().id().equals("a") || version.sequence() == old.sequence());
    assertThat(of("a"))
        .containsExactly(
            old,
            new LogRecord.Delete(
                expired.sequence(), old.sequence(), expired.written(), "default", "a"));
    assertThat(of("alone")).containsExactly(alone);
    log.compact(0, LATEST);
    assertThat(of("a")).isEmpty();
    assertThat(of("alone")).isEmpty();
    assertThat(of("alive")).containsExactly(alive);
  }

  @Test
  void oldPositions_workUntilTheyAreRetired() {
    long[] positions =
        log.append(
            List.of(records.put("a", "old"), records.put("a", "new"), records.put("b", "other")));
    var b = log.read(positions[2]);
    var result = log.compact(0, LATEST);
    assertThat(log.read(positions[0]).memory().text()).isEqualTo("old");
    assertThat(log.read(positions[2])).isEqualTo(b);
    var from = new ArrayList<Long>();
    var to = new ArrayList<Long>();
    result
        .moves()
        .forEach(
            (ordinal, oldPosition, newPosition) -> {
              from.add(oldPosition);
              to.add(newPosition);
            });
    assertThat(from).containsExactly(positions[1], positions[2]);
    assertThat(log.read(to.getLast())).isEqualTo(b);
    log.retire(result);
    assertThatThrownBy(() -> log.read(positions[2])).isInstanceOf(CorruptionException.class);
    assertThat(log.read(to.getLast())).isEqualTo(b);
  }

  @Test
  void smallSegments_areMerged() {
    for (int i = 0; i < 10; i++) {
      put("a" + i, "text");
      log.compact(1, version -> true);
    }
    assertThat(log.stats().segments()).isLessThan(6);
    assertThat(LogContents.all(log)).hasSize(10);
    reopen();
    assertThat(LogContents.all(log)).hasSize(10);
  }

  @Test
  void nothingDead_isLeftAlone() {
    for (int i = 0; i < 4; i++) {
      ballast();
    }
    log.compact(0, LATEST);
    var before = storage.files().stream().map(storage::bytes).map(Arrays::toString).toList();
    var result = log.compact(0, LATEST);
    assertThat(result.segmentsRewritten()).isZero();
    assertThat(
            storage.files().stream()
                .map(storage::bytes)
                .map(Arrays::toString)
                .toList()
                .equals(before))
        .isTrue();
  }

  @Test
  void tombstonesThatMustStay_areNotRewrittenAgainAndAgain() {
    for (int i = 0; i < 4; i++) {
      put("old" + i, "to be deleted");
      ballast();
    }
    for (int i = 0; i < 4; i++) {
      delete("old" + i);
    }
    // Each put lies among live ones, so it stays, and so does its tombstone.
    log.compact(0.3, LATEST);
    assertThat(log.compact(0.3, LATEST).segmentsRewritten()).isZero();
    assertThat(LogContents.all(log).stream().filter(LogRecord.Delete.class::isInstance)).hasSize(4);
  }

  @Test
  void damagedRecord_stopsTheCompactionAndLosesNothing() {
    put("a", "old");
    put("a", "new");
    ballast();
    log.close();
    storage.flip(storage.files().getFirst(), 100, 1);
    log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
    var files = storage.files();
    assertThatThrownBy(() -> log.compact(0, LATEST)).isInstanceOf(CorruptionException.class);
    assertThat(storage.files())
        .containsAll(files)
        .noneMatch(file -> file.toString().endsWith(".tmp"));
    put("b", "goes on");
  }

  @Test
  void failedReplacement_leavesALogThatGoesOn() {
    for (int i = 0; i < 40; i++) {
      put("a" + i % 3, "text " + i);
    }
    log.compact(
        1, version -> true); // ends the segment in use: what fails below is the replacement alone
    int calls = 0;
    for (boolean failed = true; failed; calls++) {
      storage.failCall(calls + 1);
      try {
        log.compact(0, version -> version.newer() == 0);
        failed = storage.failed();
      } catch (StorageException expected) {
        assertThat(expected).hasMessageContaining("injected");
        if (String.valueOf(expected.getMessage()).contains("no more is written")) {
          assertThatThrownBy(() -> log.append(List.of(new TestRecords(2).put("b", "refused"))))
              .isInstanceOf(StorageException.class);
          reopen();
        }
      }
      assertThat(PowerLossTest.Model.states(LogContents.all(log))).hasSize(3);
    }
    storage.failNothing();
    assertThat(calls).isGreaterThan(5);
    put("b", "goes on");
    assertThat(of("a0")).hasSize(1);
    assertThat(of("b")).hasSize(1);
    reopen();
    assertThat(PowerLossTest.Model.states(LogContents.all(log))).hasSize(4);
    assertThat(LogCheck.of(log, (done, of) -> {}).problems()).isEmpty();
  }
}
