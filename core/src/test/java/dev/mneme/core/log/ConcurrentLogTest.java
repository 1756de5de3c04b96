package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.repair.LogCheck;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.storage.Storage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers, some of them interrupted all the time, while one thread appends and another compacts; on
 * the real file system.
 */
class ConcurrentLogTest {
  private static final int BATCHES = 1_500;
  private static final int IDS = 300;

  @TempDir Path directory;

  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private final Map<Integer, LogRecord.Put> puts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean done = new AtomicBoolean();

  private interface Step {
    void run() throws Exception;
  }

  private Thread repeat(Step step, CountDownLatch started) {
    var thread =
        new Thread(
            () -> {
              try {
                do {
                  step.run();
                  started.countDown();
                } while (!done.get());
              } catch (Throwable e) {
                failures.add(e);
                started.countDown();
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void readers_seeWholeRecordsWhileTheLogGrowsAndIsCompacted() throws Exception {
    try (var log = MemoryLog.open(Storage.system(), directory, new LogOptions(100_000))) {
      var started = new CountDownLatch(4);
      var threads = new ArrayList<Thread>();
      append(log, new TestRecords(1), 10);
      var random = new Random(2);
      threads.add(repeat(() -> readSome(log, new Random(3)), started));
      threads.add(
          repeat(
              () -> {
                Thread.currentThread().interrupt();
                readSome(log, random);
              },
              started));
      threads.add(repeat(() -> replayAll(log), started));
      threads.add(repeat(() -> compact(log), started));
      started.await();
      var writing = TestRecords.continuing(9, log);
      append(log, writing, BATCHES);
      done.set(true);
      for (var thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(LogCheck.of(log, (at, of) -> {}).problems()).isEmpty();
      positions.forEach(
          (ordinal, position) -> assertThat(log.read(position).ordinal()).isEqualTo(ordinal));
    }
  }

  private void append(MemoryLog log, TestRecords records, int batches) {
    for (int i = 0; i < batches && failures.isEmpty(); i++) {
      var batch = records.batch(1 + i % 5, IDS);
      long[] appended = log.append(batch);
      for (int j = 0; j < appended.length; j++) {
        if (batch.get(j) instanceof LogRecord.Put put) {
          puts.put(put.ordinal(), put);
          positions.putIfAbsent(put.ordinal(), appended[j]);
        }
      }
      if (i % 20 == 0) {
        log.sync();
      }
    }
  }

  private void readSome(MemoryLog log, Random random) {
    for (int ordinal : List.copyOf(positions.keySet())) {
      if (random.nextInt(4) == 0) {
        Long position = positions.get(ordinal);
        var expected = puts.get(ordinal);
        if (position != null && expected != null) {
          // Compaction keeps everything here, and old positions are never retired.
          assertThat(log.read(position)).isEqualTo(expected);
          var vector = log.vector(position);
          int dimension =
              expected.memory().embedding().map(embedding -> embedding.dimension()).orElse(0);
          assertThat(vector.map(slice -> slice.byteSize()).orElse(0L)).isEqualTo(4L * dimension);
        }
      }
    }
  }

  /** Every put is kept here; a deletion of something that never was is not. */
  private void replayAll(MemoryLog log) {
    var known = List.copyOf(puts.values());
    var seen = new HashSet<Long>();
    long[] last = {-1};
    log.replay(
        -1,
        (position, record) -> {
          assertThat(record.sequence()).isGreaterThan(last[0]);
          last[0] = record.sequence();
          seen.add(record.sequence());
        });
    assertThat(known).allMatch(put -> seen.contains(put.sequence()));
    var some = known.get(known.size() / 2);
    assertThat(log.find(some.sequence())).contains(some);
  }

  private void compact(MemoryLog log) {
    var result =
        log.compact(0, version -> version.newer() < 3 || version.written().isAfter(Instant.MIN));
    result.moves().forEach((ordinal, from, to) -> positions.replace(ordinal, to));
  }
}
