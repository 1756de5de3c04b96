package dev.mneme.index.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a plain map that is scanned. */
class TimeViewTest {
  @TempDir Path directory;

  /** What the view must know of an ordinal. */
  private record Known(int namespace, long time) {}

  private static CommitBatch.Added added(int ordinal, Known known) {
    var memory =
        Memory.text("x").id("m" + ordinal).time(Instant.ofEpochMilli(known.time())).build();
    return new CommitBatch.Added(ordinal, known.namespace(), 0, memory);
  }

  private static CommitBatch batch(long sequence, List<CommitBatch.Added> added) {
    return new CommitBatch(sequence, added, new int[0]);
  }

  private TimeView open() {
    return TimeView.open(Storage.system(), directory);
  }

  private static Known random(Random random) {
    long time = random.nextInt(20) == 0 ? random.nextLong() >> 12 : random.nextInt(500) - 250;
    return new Known(random.nextInt(5), time);
  }

  private static List<Integer> newestFirst(
      Map<Integer, Known> model, int namespace, long from, long to) {
    Comparator<Map.Entry<Integer, Known>> order =
        Comparator.comparingLong(entry -> entry.getValue().time());
    return model.entrySet().stream()
        .filter(
            entry ->
                namespace == TimeView.ALL_NAMESPACES || entry.getValue().namespace() == namespace)
        .filter(entry -> entry.getValue().time() >= from && entry.getValue().time() < to)
        .sorted(order.thenComparing(Map.Entry.comparingByKey()).reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void assertAnswers(
      TimeView view, Map<Integer, Known> model, Random random, String seed) {
    assertThat(view.statistics().ordinals()).as(seed).isEqualTo(model.size());
    model.forEach(
        (ordinal, known) -> assertThat(view.time(ordinal)).as(seed).isEqualTo(known.time()));
    for (int i = 0; i < 25; i++) {
      int namespace = random.nextInt(7) - 1;
      long a = random.nextInt(8) == 0 ? Long.MIN_VALUE : random.nextInt(600) - 300;
      long b = random.nextInt(8) == 0 ? Long.MAX_VALUE : random.nextInt(600) - 300;
      String what = "%s namespace %s [%s, %s)".formatted(seed, namespace, a, b);
      List<Integer> expected = newestFirst(model, namespace, a, b);
      assertThat(view.count(namespace, a, b)).as(what).isEqualTo(expected.size());
      assertThat(view.range(namespace, a, b).toArray())
          .as(what)
          .isEqualTo(expected.stream().mapToInt(Integer::intValue).sorted().toArray());
      assertThat(scan(view, namespace, a, b, Integer.MAX_VALUE)).as(what).isEqualTo(expected);
      int some = random.nextInt(10) + 1;
      assertThat(scan(view, namespace, a, b, some))
          .as(what)
          .isEqualTo(expected.stream().limit(some).toList());
    }
  }

  private static List<Integer> scan(TimeView view, int namespace, long from, long to, int limit) {
    var visited = new ArrayList<Integer>();
    IntPredicate visitor =
        ordinal -> {
          visited.add(ordinal);
          return visited.size() < limit;
        };
    view.newestFirst(namespace, from, to, visitor);
    return visited;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomBatchesReclaimsAndReopens_matchTheMap(long seed) {
    var random = new Random(seed);
    var model = new TreeMap<Integer, Known>();
    TimeView view = open();
    assertThat(view.recoveredSequence()).isEqualTo(-1);
    int ordinal = 0;
    for (int round = 0; round < 30; round++) {
      var batch = new ArrayList<CommitBatch.Added>();
      for (int i = random.nextInt(200); i > 0; i--) {
        ordinal += random.nextInt(10) == 0 ? random.nextInt(9_000) : 1;
        Known known = random(random);
        model.put(ordinal, known);
        batch.add(added(ordinal, known));
      }
      view.apply(batch(round, batch));
      view.apply(batch(round, batch)); // a replay
      if (random.nextInt(3) == 0) {
        var dead = new ArrayList<>(model.keySet());
        dead.removeIf(_ -> random.nextInt(3) > 0);
        dead.forEach(model::remove);
        dead.add(ordinal + 77); // never seen
        view.reclaim(OrdinalBitmap.of(dead.stream().mapToInt(Integer::intValue).toArray()));
      }
      if (random.nextInt(3) == 0) {
        view.checkpoint(round);
        view.close();
        view = open();
        assertThat(view.recoveredSequence()).as("seed %s", seed).isEqualTo(round);
      }
      assertAnswers(view, model, random, "seed " + seed + " round " + round);
    }
  }

  @Test
  void newestFirst_emptyOrReversedRange_visitsNothing() {
    TimeView view = open();
    view.apply(batch(0, List.of(added(0, new Known(0, 10)))));
    assertThat(scan(view, 0, 11, 5, 9)).isEmpty();
    assertThat(scan(view, 0, 10, 10, 9)).isEmpty();
    assertThat(scan(view, TimeView.ALL_NAMESPACES, 11, 10, 9)).isEmpty();
    assertThat(scan(view, 3, 0, 100, 9)).isEmpty();
    assertThat(view.count(0, 11, 5)).isZero();
  }

  @Test
  void damagedCheckpoint_isFoundAndStartsEmpty() throws Exception {
    TimeView view = open();
    view.apply(batch(0, List.of(added(0, new Known(0, 10)), added(3, new Known(2, -10)))));
    view.checkpoint(7);
    Path file = directory.resolve("time.checkpoint");
    byte[] good = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertStartsEmpty("bit " + bit);
    }
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertStartsEmpty("length " + length);
    }
    Files.write(file, good);
    assertThat(open().recoveredSequence()).isEqualTo(7);
  }

  private void assertStartsEmpty(String what) {
    TimeView view = open();
    assertThat(view.recoveredSequence()).as(what).isEqualTo(-1);
    assertThat(view.statistics().ordinals()).as(what).isZero();
    assertThat(view.range(TimeView.ALL_NAMESPACES, Long.MIN_VALUE, Long.MAX_VALUE).isEmpty())
        .as(what)
        .isTrue();
  }

  @Test
  void checkpoint_isCompact() {
    TimeView view = open();
    var batch = new ArrayList<CommitBatch.Added>();
    for (int ordinal = 0; ordinal < 10_000; ordinal++) {
      batch.add(added(ordinal, new Known(ordinal % 10, ordinal * 1_000L)));
    }
    view.apply(batch(0, batch));
    view.checkpoint(0);
    assertThat(view.statistics().diskBytes()).isLessThan(10_000L * 13);
  }

  /**
   * Readers take a published ordinal limit as their snapshot and must see exactly the ordinals
   * below it.
   */
  @Test
  void readersBesideTheWriter_seeTheirSnapshotExactly() throws Exception {
    TimeView view = open();
    int total = 20_000;
    var published = new java.util.concurrent.atomic.AtomicInteger();
    Callable<Integer> reader =
        () -> {
          int checks = 0;
          for (int limit = 0; limit < total; checks++) {
            limit = published.get();
            OrdinalBitmap live = OrdinalBitmap.ofRange(0, limit);
            assertThat(view.range(0, 0, 50).and(live)).isEqualTo(modulo(limit, 100, 50));
            int snapshot = limit;
            var visited = new ArrayList<Integer>();
            view.newestFirst(
                0,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                ordinal -> {
                  if (ordinal < snapshot) {
                    visited.add(ordinal);
                  }
                  return visited.size() < 5;
                });
            assertThat(visited)
                .hasSize(Math.min(5, limit))
                .allMatch(ordinal -> view.time(ordinal) == ordinal % 100);
          }
          return checks;
        };
    try (var pool = Executors.newFixedThreadPool(4)) {
      var readers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 4; i++) {
        readers.add(pool.submit(reader));
      }
      for (int ordinal = 0; ordinal < total; ) {
        var batch = new ArrayList<CommitBatch.Added>();
        for (int i = 0; i < 100; i++, ordinal++) {
          batch.add(added(ordinal, new Known(0, ordinal % 100)));
        }
        view.apply(batch(ordinal, batch));
        published.set(ordinal);
      }
      for (var future : readers) {
        assertThat(future.get()).isPositive();
      }
    }
  }

  /** Ordinals below the limit whose remainder is below {@code bound}. */
  private static OrdinalBitmap modulo(int limit, int divisor, int bound) {
    return OrdinalBitmap.of(
        java.util.stream.IntStream.range(0, limit).filter(i -> i % divisor < bound).toArray());
  }
}
