package dev.mneme.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.error.MnemeException;
import dev.mneme.core.storage.FaultyStorage;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whichever call to the disk fails, once or from then on, no file stays open. */
class OpenFilesTest {
  private static final Path DIRECTORY = LogContents.DIRECTORY;
  private static final LogOptions OPTIONS = new LogOptions(2_000);
  private static final int SEEDS = 6;

  /** Several segments, the last one in use with an unfinished write or without. */
  private static FaultyStorage made(long seed) {
    var storage = new FaultyStorage(seed);
    var log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
    work(log, seed, 4);
    if (seed % 2 == 0) {
      return storage.kill();
    }
    log.close();
    return storage.copy();
  }

  private static void work(MemoryLog log, long seed, int batches) {
    var records = TestRecords.continuing(seed, log);
    for (int i = 0; i < batches; i++) {
      log.append(records.batch(6, 12));
    }
    log.sync();
    log.retire(log.compact(0, CompactionPolicy.latest(1, Instant.MIN)));
    log.append(records.batch(2, 12));
    log.sync();
  }

  @Test
  void openThatFails_leavesNoFileOpen() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var whole = made(seed);
      for (int call = 1; ; call++) {
        var storage = whole.copy();
        fail(storage, seed, call);
        boolean failed = true;
        try (var log = MemoryLog.open(storage, DIRECTORY, OPTIONS)) {
          failed = storage.failed();
          storage.failNothing();
          log.sync();
        } catch (MnemeException expected) {
          // What was asked for.
        }
        assertThat(storage.openFiles()).as("seed %d, call %d of opening", seed, call).isEmpty();
        if (!failed) {
          break;
        }
      }
    }
  }

  @Test
  void workThatFails_leavesNoFileOpenOnceClosed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var whole = made(seed);
      for (int call = 1; ; call++) {
        var storage = whole.copy();
        var log = MemoryLog.open(storage, DIRECTORY, OPTIONS);
        fail(storage, seed, call);
        try (log) {
          work(log, seed, 3);
        } catch (MnemeException expected) {
          // Either what was asked for, or the close.
        }
        boolean failed = storage.failed();
        assertThat(storage.openFiles()).as("seed %d, call %d of work", seed, call).isEmpty();
        if (!failed) {
          break;
        }
      }
    }
  }

  private static void fail(FaultyStorage storage, long seed, int call) {
    if (seed % 3 == 0) {
      storage.failFrom(call);
    } else {
      storage.failCall(call);
    }
  }
}
