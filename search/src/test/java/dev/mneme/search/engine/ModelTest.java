package dev.mneme.search.engine;

import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of operations against a plain map: whatever the engine has been through,
 * reopening included, every operation answers as the map does. 100 seeds of 1,000 operations, as
 * many at a time as there are processors, in stores on a disk in memory where there is one: on a
 * real one, fsync would take most of the time. The run without JVM flags has fewer seeds (search's
 * pom.xml).
 */
class ModelTest {
  private static final int SEEDS = Integer.getInteger("mneme.test.modelSeeds", 60);

  @Test
  void randomOperations_answerAsTheModelDoes() throws Exception {
    runSeeds(1, SEEDS);
  }

  @Test
  @Tag("soak")
  void moreRandomOperations_answerAsTheModelDoes() throws Exception {
    runSeeds(SEEDS + 1, 3_300);
  }

  private static void runSeeds(int first, int last) throws Exception {
    var directory = MemoryDisk.createDirectory();
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var runs = new ArrayList<Future<?>>();
      for (int seed = first; seed <= last; seed++) {
        long of = seed;
        runs.add(pool.submit(() -> runSeed(of, directory.resolve("seed-" + of))));
      }
      try {
        for (var run : runs) {
          run.get();
        }
      } finally {
        pool.shutdownNow();
      }
    } finally {
      Storage.system().deleteTree(directory);
    }
  }

  private static Object runSeed(long seed, Path store) throws IOException {
    try {
      new ModelRun(seed, store).run();
      Storage.system().deleteTree(store);
      return store;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
