package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mixed load with compactions, sealed and merged vector segments, merged text, expiry and
 * restarts for {@code mneme.test.soakSeconds}, half an hour by default: what the engine holds of
 * heap, mappings, file descriptors and disk does not grow once it is warm. Compared are means of
 * many lives at the same point of each, so that what one life differs from the next by (a started
 * log file, a merge more) evens out.
 */
@Tag("soak")
class SoakTest {
  private static final long SECONDS = Long.getLong("mneme.test.soakSeconds", 1_800);
  private static final int IDS = 8_000;
  private static final int OPERATIONS_A_CYCLE = 6_000;
  private static final int CYCLES_A_LIFE = 2;
  private static final double WARM_UP = 0.3;
  private static final int FEWEST = 6;
  private static final double GROWTH = 1.05;

  @TempDir private Path directory;

  /** What is held at the same point of each cycle. */
  private record Held(long heapBytes, long mappedBytes, long descriptors, long diskBytes) {}

  @Test
  void mixedLoad_holdsNoMoreThanWhenItWasWarm() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "there is no /proc to read");
    var random = new Random(20_261_121);
    var held = new ArrayList<Held>();
    try (var engine = MemoryEngine.open(directory, options())) {
      engine.namespace().addAll(Samples.memories(random, IDS));
    }
    long start = System.nanoTime();
    while (elapsed(start) < 1 || held.size() < FEWEST) {
      try (var engine = MemoryEngine.open(directory, options())) {
        for (int cycle = 0; cycle < CYCLES_A_LIFE; cycle++) {
          load(engine.namespace(), random);
        }
        engine.compact();
        engine.awaitIdle();
        assertThat(engine.verify().problems()).isEmpty();
        engine.flush();
        held.add(measure());
        System.out.println(held.getLast());
      }
    }
    int first = (int) (held.size() * WARM_UP);
    int middle = (first + held.size()) / 2;
    var warm = held.subList(first, middle);
    var later = held.subList(middle, held.size());
    requireFlat("heap", warm, later, Held::heapBytes);
    requireFlat("mapped", warm, later, Held::mappedBytes);
    requireFlat("descriptors", warm, later, Held::descriptors);
    requireFlat("disk", warm, later, Held::diskBytes);
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(SECONDS);
  }

  private static EngineOptions options() {
    return EngineOptions.defaults()
        .durability(Durability.ASYNC)
        .logFileBytes(1 << 19)
        .checkpointBytes(1 << 20)
        .graphCapacity(512)
        .offHeapIdsFrom(0);
  }

  /** The writer's operations, searches of another thread beside them. */
  private static void load(Namespace namespace, Random random) throws InterruptedException {
    var queries = new Random(random.nextLong());
    var failure = new AtomicReference<Throwable>();
    var searcher =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((thread, e) -> failure.set(e))
            .start(() -> search(namespace, queries));
    write(namespace, random);
    searcher.join();
    assertThat(failure.get()).isNull();
  }

  private static void search(Namespace namespace, Random random) {
    for (int i = 0; i < OPERATIONS_A_CYCLE / 10; i++) {
      namespace.search(
          SearchRequest.text(Samples.text(random))
              .vector(Samples.vector(random))
              .filter(Filter.eq("archived", random.nextBoolean()))
              .limit(10)
              .build());
      namespace.list(ListRequest.newest(20).build());
    }
  }

  private static void write(Namespace namespace, Random random) {
    for (int i = 0; i < OPERATIONS_A_CYCLE; i++) {
      var id = "m" + random.nextInt(IDS);
      switch (random.nextInt(10)) {
        case 0 -> namespace.delete(id);
        case 1 ->
            namespace.put(
                Samples.memory(random, "short-" + id).toBuilder()
                    .expires(Instant.now().plus(Duration.ofMillis(random.nextInt(500))))
                    .build());
        case 2, 3 -> namespace.get(id);
        case 4 ->
            namespace.search(
                SearchRequest.text(Samples.text(random))
                    .vector(Samples.vector(random))
                    .filter(Filter.eq("archived", random.nextBoolean()))
                    .limit(10)
                    .build());
        default -> namespace.put(Samples.memory(random, id));
      }
    }
  }

  private Held measure() throws IOException, InterruptedException {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      System.gc(); // mappings of retired segments go with it, after their cleaners have run
      TimeUnit.MILLISECONDS.sleep(50);
    }
    long mapped;
    try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
      mapped =
          maps.filter(line -> line.contains(directory.toString()))
              .mapToLong(SoakTest::length)
              .sum();
    }
    long descriptors;
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = open.count();
    }
    return new Held(runtime.totalMemory() - runtime.freeMemory(), mapped, descriptors, diskBytes());
  }

  private static long length(String map) {
    int dash = map.indexOf('-');
    return Long.parseUnsignedLong(map.substring(dash + 1, map.indexOf(' ')), 16)
        - Long.parseUnsignedLong(map.substring(0, dash), 16);
  }

  private long diskBytes() throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void requireFlat(
      String what, List<Held> warm, List<Held> later, ToLongFunction<Held> held) {
    double before = warm.stream().mapToLong(held).average().orElseThrow();
    double after = later.stream().mapToLong(held).average().orElseThrow();
    System.out.printf("%s: %.0f, later %.0f%n", what, before, after);
    assertThat(after)
        .as("%s: %.0f when it was warm", what, before)
        .isLessThanOrEqualTo(before * GROWTH);
  }
}
