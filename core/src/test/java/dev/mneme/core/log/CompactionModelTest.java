package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.storage.FaultyStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Compaction against a plain map. */
@Execution(ExecutionMode.CONCURRENT)
class CompactionModelTest {
  private static final LogOptions OPTIONS = new LogOptions(2_048);

  /** Random puts, deletes and expiries, random thresholds, policies and reopenings. */
  @Test
  void random_neverBringsAnythingBackAndKeepsWhatThePolicyKeeps() {
    for (long seed = 0; seed < 150; seed++) {
      new RandomRun(seed).run();
    }
  }

  private static final class RandomRun {
    private final Random random;
    private final String what;
    private final FaultyStorage storage;
    private final TestRecords records;
    private final Map<String, LogRecord.Put> live = new HashMap<>();
    private final Set<Long> purgeable = new HashSet<>();
    private MemoryLog log;

    RandomRun(long seed) {
      random = new Random(seed);
      what = "seed " + seed;
      storage = new FaultyStorage(seed);
      records = new TestRecords(seed);
      log = MemoryLog.open(storage, LogContents.DIRECTORY, OPTIONS);
    }

    void run() {
      for (int round = 0; round < 8; round++) {
        for (int i = random.nextInt(60); i > 0; i--) {
          var record = records.any(15);
          log.append(List.of(record));
          live.remove(record.id());
          if (record instanceof LogRecord.Put put) {
            live.put(put.id(), put);
          }
        }
        compact();
        if (random.nextInt(3) == 0) {
          log.close();
          log = MemoryLog.open(storage, LogContents.DIRECTORY, OPTIONS);
        }
        requireLive();
      }
      assertThat(LogCheck.of(log, (done, of) -> {}).problems()).as(what).isEmpty();
    }

    /** Some of the live ones may be purged too, as if they had expired. */
    private void compact() {
      live.values().stream()
          .filter(put -> random.nextInt(6) == 0)
          .forEach(put -> purgeable.add(put.sequence()));
      int versions = 1 + random.nextInt(3);
      CompactionPolicy policy =
          version -> version.newer() < versions && !purgeable.contains(version.sequence());
      double threshold = random.nextInt(3) * 0.25;
      var before = bySequence(log);
      var result = log.compact(threshold, policy);
      var after = bySequence(log);
      requireKept(before, after, policy, threshold == 0);
      result
          .moves()
          .forEach(
              (ordinal, from, to) -> {
                assertThat(log.read(to)).as(what).isEqualTo(log.read(from));
                assertThat(log.read(to).ordinal()).as(what).isEqualTo(ordinal);
              });
      log.retire(result);
    }

    private void requireKept(
        Map<Long, LogRecord> before,
        Map<Long, LogRecord> after,
        CompactionPolicy policy,
        boolean all) {
      var newer = new HashMap<String, Integer>();
      var older = new ArrayList<>(before.values()).reversed();
      for (var record : older) {
        int count = newer.merge(record.id(), 1, Integer::sum) - 1;
        if (record instanceof LogRecord.Put put) {
          var version =
              new CompactionPolicy.Version(
                  new dev.mneme.memory.MemoryKey(put.namespace(), put.id()),
                  put.sequence(),
                  put.ordinal(),
                  put.written(),
                  put.memory().expires(),
                  count);
          var found = after.get(put.sequence());
          if (policy.keep(version)) {
            assertThat(found).as(what + " " + version).isEqualTo(put);
          } else if (all) {
            assertThat(found instanceof LogRecord.Put).as(what + " " + version).isFalse();
          }
        }
      }
    }

    /** What replay gives: what lives, but perhaps for what may be purged; and nothing else. */
    private void requireLive() {
      var found = PowerLossTest.Model.states(LogContents.all(log));
      found.forEach((id, record) -> assertThat(record).as(what + " " + id).isEqualTo(live.get(id)));
      live.forEach(
          (id, put) -> {
            if (!purgeable.contains(put.sequence())) {
              assertThat(found).as(what).containsKey(id);
            }
          });
      live.values().removeIf(put -> !found.containsKey(put.id()));
    }
  }

  private static Map<Long, LogRecord> bySequence(MemoryLog log) {
    var all = new TreeMap<Long, LogRecord>();
    log.replay(-1, (position, record) -> all.put(record.sequence(), record));
    return all;
  }
}
