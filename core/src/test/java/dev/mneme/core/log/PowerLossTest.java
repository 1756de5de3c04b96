package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.repair.LogSalvage;
import dev.mneme.error.StorageException;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * After any failure, what was acknowledged is there, and what is there was attempted, in whole
 * batches.
 */
@Execution(ExecutionMode.CONCURRENT)
class PowerLossTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions OPTIONS = new LogOptions(3_000);
  private static final int SEEDS = 1_200;

  /** What the log was told, across crashes. */
  static final class Model {
    final List<LogRecord> attempted = new ArrayList<>();
    final List<Integer> batchEnds = new ArrayList<>(List.of(0));
    int acknowledged;

    /** Checks what a log holds after a crash, and goes on from there. */
    void requireRecovered(MemoryLog log, String what) {
      int size = (int) log.lastSequence() + 1;
      assertThat(size).as(what).isBetween(acknowledged, attempted.size());
      assertThat(batchEnds).as(what).contains(size);
      assertThat(states(LogContents.all(log)))
          .as(what)
          .isEqualTo(states(attempted.subList(0, size)));
      assertThat(LogCheck.of(log, (done, of) -> {}).problems()).as(what).isEmpty();
      attempted.subList(size, attempted.size()).clear();
      batchEnds.removeIf(end -> end > size);
      acknowledged = size;
    }

    /** The newest record of each id that lives: what compaction may not change. */
    static Map<String, LogRecord> states(List<LogRecord> records) {
      var states = new HashMap<String, LogRecord>();
      for (var record : records) {
        if (record instanceof LogRecord.Put) {
          states.put(record.id(), record);
        } else {
          states.remove(record.id());
        }
      }
      return states;
    }
  }

  private static void step(MemoryLog log, TestRecords records, Model model, Random random) {
    switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        var batch = records.batch(1 + random.nextInt(6), 12);
        model.attempted.addAll(batch);
        model.batchEnds.add(model.attempted.size());
        log.append(batch);
      }
      case 4, 5, 6 -> {
        log.sync();
        model.acknowledged = model.attempted.size();
      }
      default -> {
        var policy = CompactionPolicy.latest(1 + random.nextInt(2), Instant.MIN);
        log.retire(log.compact(random.nextInt(3) * 0.2, policy));
      }
    }
  }

  @Test
  void powerLoss_atRandomMoments_losesNothingAcknowledged() {
    losePower(0, SEEDS);
  }

  @Test
  @Tag("soak")
  void powerLoss_atManyMoreMoments_losesNothingAcknowledged() {
    losePower(SEEDS, 22_000);
  }

  private static void losePower(long firstSeed, long endSeed) {
    for (long seed = firstSeed; seed < endSeed; seed++) {
      var random = new Random(seed);
      var storage = new FaultyStorage(seed);
      var model = new Model();
      for (int life = 0; life < 4; life++) {
        String what = "seed " + seed + " life " + life;
        requireNoComplaint(storage, seed % 4 == 0, what);
        var log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
        model.requireRecovered(log, what);
        var records = TestRecords.continuing(random.nextLong(), log);
        if (random.nextInt(3) == 0) {
          storage.failFrom(1 + random.nextInt(60)); // the power goes within an operation
        }
        try {
          for (int i = random.nextInt(40); i > 0; i--) {
            step(log, records, model, random);
          }
          if (random.nextInt(6) == 0) {
            log.close();
            model.acknowledged = model.attempted.size();
          }
        } catch (StorageException expected) {
          assertThat(expected).as(what).hasMessageContaining("injected failure");
        }
        storage = random.nextInt(4) == 0 ? storage.kill() : storage.crash();
      }
    }
  }

  /**
   * What opening repairs is no problem for the check of a closed log; a salvage leaves out the torn
   * bytes alone.
   */
  private static void requireNoComplaint(FaultyStorage found, boolean salvage, String what) {
    assertThat(LogCheck.ofFiles(found, DIRECTORY, (_, _) -> {}).problems())
        .as("%s: the check before opening", what)
        .isEmpty();
    if (salvage) {
      var target = DIRECTORY.resolveSibling("salvaged");
      assertThat(LogSalvage.salvage(found.copy(), DIRECTORY, target, (_, _) -> {}).losses())
          .as("%s: the salvage before opening", what)
          .allMatch(loss -> loss.bytes() > 0);
    }
  }

  @Test
  void powerLoss_afterAKillAndAReopening_losesNothingThatWasSeen() {
    for (long seed = 0; seed < 100; seed++) {
      String what = "seed " + seed;
      var records = new TestRecords(seed);
      var killed = new FaultyStorage(seed);
      var first = MemoryLog.open(killed, DIRECTORY, OPTIONS);
      first.append(records.batch(4, 5));
      first.append(records.batch(4, 5));
      var reopened = killed.kill();
      var seen = LogContents.all(MemoryLog.open(reopened, DIRECTORY, OPTIONS));
      assertThat(seen).as(what).hasSize(8);
      try (var log = MemoryLog.open(reopened.crash(), DIRECTORY, OPTIONS)) {
        assertThat(LogContents.all(log)).as(what).isEqualTo(seen);
      }
    }
  }

  /**
   * A rename that was seen but not durable must not be undone after what it replaced was deleted.
   */
  @Test
  void powerLoss_duringRecoveryFromAKillDuringCompaction_losesNothing() {
    for (long seed = 0; seed < 60; seed++) {
      for (int call = 1; call <= 20; call++) {
        String what = "seed " + seed + " call " + call;
        var storage = new FaultyStorage(seed);
        var log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
        var records = new TestRecords(seed);
        for (int i = 0; i < 24; i++) {
          log.append(List.of(records.put("a" + i % 3, TestRecords.noise(i, 300))));
        }
        log.compact(
            1,
            version -> true); // ends the segment in use: what fails below is the replacement alone
        var before = Model.states(LogContents.all(log));
        var interrupted = log;
        storage.failSyncOfDirectoriesAfter(1); // that of the manifest
        assertThatThrownBy(() -> interrupted.compact(0, version -> version.newer() == 0))
            .as(what)
            .isInstanceOf(StorageException.class);
        var killed = storage.kill();
        killed.failCall(call);
        try {
          MemoryLog.open(killed, DIRECTORY, OPTIONS);
        } catch (StorageException expected) {
          assertThat(expected).as(what).hasMessageContaining("injected failure");
        }
        try (var recovered = MemoryLog.open(killed.crash(), DIRECTORY, OPTIONS)) {
          assertThat(Model.states(LogContents.all(recovered))).as(what).isEqualTo(before);
        }
      }
    }
  }

  /**
   * The failing call may be any of recovery, append, roll, fsync, compaction or close; then the
   * power goes, or the process.
   */
  @Test
  void failureOfEveryCall_losesNothingAcknowledged() {
    for (long seed = 0; seed < 40; seed++) {
      boolean failed = true;
      for (int call = 1; failed; call++) {
        failed = failCall(seed, call);
      }
    }
  }

  private static boolean failCall(long seed, int call) {
    String what = "seed " + seed + " call " + call;
    var random = new Random(seed);
    var storage = new FaultyStorage(seed);
    var model = new Model();
    if (seed % 2 == 0) {
      storage.failCall(call);
    } else {
      storage.failFrom(call);
    }
    try {
      var log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
      var records = new TestRecords(seed);
      boolean acknowledgedAll = true;
      try {
        for (int i = 0; i < 20; i++) {
          step(log, records, model, random);
        }
      } catch (StorageException expected) {
        acknowledgedAll = false;
        var visible = LogContents.all(log);
        int size = (int) log.lastSequence() + 1;
        assertThat(Model.states(visible))
            .as(what)
            .isEqualTo(Model.states(model.attempted.subList(0, size)));
        assertThat(model.batchEnds).as(what).contains(size);
      }
      log.close();
      model.acknowledged = acknowledgedAll ? model.attempted.size() : model.acknowledged;
    } catch (StorageException expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
    }
    boolean failed = storage.failed();
    var found = (seed + call) % 4 == 0 ? storage.kill() : storage.crash();
    requireNoComplaint(found, call % 4 == 0, what);
    recoverWithFailures(found, model, what);
    return failed;
  }

  /** Recovery itself must survive failures too. */
  private static void recoverWithFailures(FaultyStorage found, Model model, String what) {
    var storage = found;
    for (int call = 1; call < 12; call++) {
      storage.failCall(call);
      try {
        MemoryLog.open(storage, DIRECTORY, OPTIONS);
      } catch (StorageException expected) {
        assertThat(expected).as(what).hasMessageContaining("injected failure");
      }
      storage = storage.crash();
    }
    try (var log = MemoryLog.open(storage, DIRECTORY, OPTIONS)) {
      model.requireRecovered(log, what);
    }
  }
}
