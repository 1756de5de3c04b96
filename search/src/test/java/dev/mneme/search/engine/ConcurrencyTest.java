package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight readers search while one thread writes, updates and deletes. */
class ConcurrencyTest {
  private static final long SECONDS = Long.getLong("mneme.test.concurrencySeconds", 15);
  private static final int READERS = 8;
  private static final int IDS = 3_000;

  @TempDir private Path directory;

  /** When each id was last deleted for good, in nanoseconds; a live id is not in it. */
  private final Map<String, Long> deleted = new ConcurrentHashMap<>();

  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void readersAndOneWriter_seeNoErrorNoDeletedHitAndEveryOwnWrite() throws Exception {
    try (var engine =
            MemoryEngine.open(
                directory,
                EngineOptions.defaults().durability(Durability.ASYNC).graphCapacity(256));
        var threads = Executors.newCachedThreadPool()) {
      var namespace = engine.namespace();
      namespace.addAll(Samples.memories(new Random(1), IDS / 2));
      var work = new ArrayList<Future<Long>>();
      try {
        for (int i = 0; i < READERS; i++) {
          var random = new Random(100 + i);
          work.add(threads.submit((Callable<Long>) () -> read(namespace, random)));
        }
        work.add(threads.submit((Callable<Long>) () -> write(namespace, new Random(7))));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && work.stream().noneMatch(Future::isDone)) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      } finally {
        stop.set(true);
      }
      for (var future : work) {
        assertThat(future.get()).as("operations of one thread").isGreaterThan(10);
      }
      engine.awaitIdle();
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void memoryThatIsReplacedAllTheTime_isAlwaysThere() throws Exception {
    var options = EngineOptions.defaults().durability(Durability.ASYNC);
    try (var engine = MemoryEngine.open(directory, options);
        var threads = Executors.newCachedThreadPool()) {
      var namespace = engine.namespace();
      var random = new Random(9);
      namespace.put(Samples.memory(random, "x"));
      var readers = new ArrayList<Future<Long>>();
      for (int i = 0; i < 4; i++) {
        readers.add(
            threads.submit(
                (Callable<Long>)
                    () -> {
                      long found = 0;
                      while (!stop.get()) {
                        assertThat(namespace.get("x")).isPresent();
                        found++;
                      }
                      return found;
                    }));
      }
      try {
        for (int i = 0; i < 5_000 && readers.stream().noneMatch(Future::isDone); i++) {
          namespace.put(Samples.memory(random, "x"));
        }
      } finally {
        stop.set(true);
      }
      for (var reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
  }

  private long read(Namespace namespace, Random random) {
    long searches = 0;
    while (!stop.get()) {
      long began = System.nanoTime();
      var request =
          SearchRequest.text(Samples.text(random)).vector(Samples.vector(random)).limit(20).build();
      var hits = namespace.search(request).hits();
      assertThat(hits).hasSize(20);
      for (var hit : hits) {
        long deletedAt = deleted.getOrDefault(hit.memory().id(), Long.MAX_VALUE);
        assertThat(deletedAt)
            .as("'%s' was deleted before the search began", hit.memory().id())
            .isGreaterThan(began);
      }
      searches++;
    }
    return searches;
  }

  private long write(Namespace namespace, Random random) {
    long writes = 0;
    while (!stop.get()) {
      var id = "m" + random.nextInt(IDS);
      if (random.nextInt(3) == 0 && namespace.count() > IDS / 4) {
        if (namespace.delete(id)) {
          deleted.put(id, System.nanoTime());
        }
        assertThat(namespace.get(id)).isEmpty();
      } else {
        deleted.remove(id);
        var memory = Samples.memory(random, id);
        namespace.put(memory);
        assertThat(namespace.get(id)).contains(memory);
        checkFound(namespace, memory.embedding().orElseThrow(), id);
      }
      writes++;
    }
    return writes;
  }

  /** What a thread has written it finds, by vector and by words. */
  private static void checkFound(
      Namespace namespace, dev.mneme.memory.Embedding vector, String id) {
    List<String> found =
        namespace.search(SearchRequest.vector(vector).limit(3).build()).hits().stream()
            .map(hit -> hit.memory().id())
            .toList();
    assertThat(found).contains(id);
  }
}
