package dev.mneme.index.attribute;

import static dev.mneme.index.attribute.AttributeModel.batch;
import static dev.mneme.index.attribute.AttributeModel.half;
import static dev.mneme.index.attribute.AttributeModel.matching;
import static dev.mneme.index.attribute.AttributeModel.ordinals;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.Storage;
import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.filter.RandomFilters;
import dev.mneme.index.api.Cardinality;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.attribute.AttributeModel.Known;
import dev.mneme.memory.AttributeValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link FilterEvaluator} over a plain map. */
@Execution(ExecutionMode.CONCURRENT)
class AttributeViewTest {
  @TempDir Path directory;

  private AttributeView open() {
    return AttributeView.open(Storage.system(), directory);
  }

  private static void assertAnswers(
      AttributeView view, Map<Integer, Known> model, Random random, String seed) {
    var filters = new RandomFilters(random);
    OrdinalBitmap all = ordinals(model);
    for (int i = 0; i < 60; i++) {
      Filter filter = i % 2 == 0 ? filters.leaf() : filters.filter(4);
      OrdinalBitmap universe = i % 3 == 0 ? all : half(all, random);
      assertThat(view.evaluate(filter, universe))
          .as("%s %s", seed, filter)
          .isEqualTo(matching(model, filter, universe));
    }
    for (int namespace = 0; namespace < 6; namespace++) {
      int wanted = namespace;
      var expected = new TreeMap<>(model);
      expected.values().removeIf(known -> known.namespace() != wanted);
      assertThat(view.namespace(namespace).and(all)).as(seed).isEqualTo(ordinals(expected));
    }
    assertThat(view.nextExpiry())
        .as(seed)
        .isEqualTo(model.values().stream().mapToLong(Known::expires).min().orElse(Known.NEVER));
    long now = random.nextInt(1_000);
    var expired = new TreeMap<>(model);
    expired.values().removeIf(known -> known.expires() > now);
    assertThat(view.expiredAt(now)).as(seed).isEqualTo(ordinals(expired));
  }

  /** Bounds must hold as long as nothing is dead and unswept. */
  private static void assertEstimates(
      AttributeView view, Map<Integer, Known> model, Random random, String seed) {
    var filters = new RandomFilters(random);
    OrdinalBitmap all = ordinals(model);
    for (int i = 0; i < 60; i++) {
      Filter filter = i % 2 == 0 ? filters.leaf() : filters.filter(3);
      Cardinality estimate = view.estimate(filter);
      int actual = matching(model, filter, all).cardinality();
      assertThat((long) actual)
          .as("%s %s %s", seed, filter, estimate)
          .isBetween(estimate.min(), estimate.max());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomBatchesReclaimsAndReopens_matchTheReference(long seed) {
    var random = new Random(seed);
    var attributes = new RandomFilters(random);
    var model = new TreeMap<Integer, Known>();
    AttributeView view = open();
    assertThat(view.recoveredSequence()).isEqualTo(-1);
    int ordinal = 0;
    for (int round = 0; round < 20; round++) {
      var batch = new ArrayList<CommitBatch.Added>();
      for (int i = random.nextInt(4) == 0 ? 1 : random.nextInt(150); i > 0; i--) {
        ordinal += random.nextInt(20) == 0 ? random.nextInt(30_000) : 1;
        long expires = random.nextInt(4) == 0 ? random.nextInt(1_000) : Known.NEVER;
        var known = new Known(random.nextInt(5), attributes.attributes(), expires);
        model.put(ordinal, known);
        batch.add(known.added(ordinal));
      }
      view.apply(batch(round, batch));
      view.apply(batch(round, batch)); // a replay
      boolean swept = true;
      if (random.nextInt(3) == 0) {
        var dead = new ArrayList<>(model.keySet());
        dead.removeIf(_ -> random.nextInt(4) > 0);
        dead.forEach(model::remove);
        dead.add(ordinal + 5); // never seen
        view.reclaim(OrdinalBitmap.of(dead.stream().mapToInt(Integer::intValue).toArray()));
        swept = false;
      }
      String what = "seed " + seed + " round " + round;
      if (random.nextInt(3) == 0) {
        view.checkpoint(round);
        swept = true;
        assertThat(view.statistics().ordinals()).as(what).isEqualTo(model.size());
        view.close();
        view = open();
        assertThat(view.recoveredSequence()).as(what).isEqualTo(round);
      }
      assertAnswers(view, model, random, what);
      if (swept && model.size() == view.statistics().ordinals()) {
        assertEstimates(view, model, random, what);
      }
    }
  }

  @Test
  void reclaim_manyDead_givesTheSetsBack() {
    var batch = new ArrayList<CommitBatch.Added>();
    for (int ordinal = 0; ordinal < 10_000; ordinal++) {
      Map<String, AttributeValue> attributes =
          Map.of(
              "url",
              AttributeValue.of("https://example.org/" + ordinal),
              "n",
              AttributeValue.of((long) ordinal));
      batch.add(new Known(ordinal % 3, attributes, ordinal).added(ordinal));
    }
    AttributeView view = open();
    view.apply(batch(0, batch));
    long before = view.statistics().heapBytes();
    view.reclaim(OrdinalBitmap.ofRange(0, 500));
    assertThat(view.nextExpiry()).as("expiries go at once").isEqualTo(500);
    view.reclaim(OrdinalBitmap.ofRange(500, 9_900));
    assertThat(view.nextExpiry()).isEqualTo(9_900);
    assertThat(view.statistics().ordinals()).isEqualTo(100);
    assertThat(view.statistics().heapBytes()).isLessThan(before / 20);
    assertThat(view.namespace(0).first()).isEqualTo(9_900);
    assertThat(view.estimate(Filter.exists("url"))).isEqualTo(Cardinality.exact(100));
    var low = new AttributeValue.LongValue(0);
    assertThat(view.estimate(Filter.compare("n", Filter.Comparison.GREATER, low)))
        .isEqualTo(Cardinality.exact(100));
  }

  @Test
  void valueOfItsOwnForEachMemory_isCompact() {
    int count = 20_000;
    var batch = new ArrayList<CommitBatch.Added>();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      var attributes =
          Map.of("url", AttributeValue.of("https://example.org/pages/%08d".formatted(ordinal)));
      batch.add(new Known(0, attributes, Known.NEVER).added(ordinal));
    }
    AttributeView view = open();
    view.apply(batch(0, batch));
    assertThat(view.statistics().heapBytes()).isLessThan(150L * count);
    view.checkpoint(0);
    assertThat(view.statistics().diskBytes()).isLessThan(45L * count);
  }

  @Test
  void damagedCheckpoint_isFoundAndStartsEmpty() throws Exception {
    AttributeView view = open();
    var attributes =
        Map.of(
            "a",
            AttributeValue.of("x"),
            "b",
            AttributeValue.of(2.5),
            "c",
            AttributeValue.ofStrings(List.of()));
    view.apply(
        batch(
            0,
            List.of(new Known(1, attributes, 99).added(0), new Known(0, attributes, 98).added(4))));
    view.checkpoint(7);
    Path file = directory.resolve("attributes.checkpoint");
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
    assertThat(open().nextExpiry()).isEqualTo(98);
  }

  private void assertStartsEmpty(String what) {
    AttributeView view = open();
    assertThat(view.recoveredSequence()).as(what).isEqualTo(-1);
    assertThat(view.statistics().ordinals()).as(what).isZero();
    assertThat(view.evaluate(Filter.exists("a"), OrdinalBitmap.ofRange(0, 10)).isEmpty())
        .as(what)
        .isTrue();
  }

  @Test
  void thousandNamespaces_stayApart() {
    AttributeView view = open();
    for (int round = 0; round < 5; round++) {
      var batch = new ArrayList<CommitBatch.Added>();
      for (int namespace = 0; namespace < 1_000; namespace++) {
        batch.add(new Known(namespace, Map.of(), Known.NEVER).added(round * 1_000 + namespace));
      }
      view.apply(batch(round, batch));
    }
    for (int namespace = 0; namespace < 1_000; namespace++) {
      int first = namespace;
      int[] expected = IntStream.range(0, 5).map(round -> round * 1_000 + first).toArray();
      assertThat(view.namespace(namespace).toArray()).isEqualTo(expected);
    }
    assertThat(view.namespace(1_000).isEmpty()).isTrue();
    assertThat(view.namespace(-1).isEmpty()).isTrue();
  }

  /**
   * Readers take a published ordinal limit as their snapshot and must see exactly the ordinals
   * below it.
   */
  @Test
  void readersBesideTheWriter_seeTheirSnapshotExactly() throws Exception {
    AttributeView view = open();
    int total = 20_000;
    var published = new AtomicInteger();
    var even = Filter.eq("even", true);
    var low = Filter.compare("n", Filter.Comparison.LESS, new AttributeValue.LongValue(50));
    var filter = Filter.and(even, low, Filter.not(Filter.prefix("s", "v1")));
    Callable<Integer> reader =
        () -> {
          int checks = 0;
          for (int limit = 0; limit < total; checks++) {
            limit = published.get();
            int[] expected =
                IntStream.range(0, limit)
                    .filter(i -> i % 2 == 0 && i % 100 < 50 && !("v" + i % 300).startsWith("v1"))
                    .toArray();
            assertThat(view.evaluate(filter, OrdinalBitmap.ofRange(0, limit)).toArray())
                .isEqualTo(expected);
            assertThat(view.estimate(filter).max()).isGreaterThanOrEqualTo(expected.length);
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
          Map<String, AttributeValue> attributes =
              Map.of(
                  "even", AttributeValue.of(ordinal % 2 == 0),
                  "n", AttributeValue.of((long) ordinal % 100),
                  "s", AttributeValue.of("v" + ordinal % 300));
          batch.add(new Known(0, attributes, Known.NEVER).added(ordinal));
        }
        view.apply(batch(ordinal, batch));
        published.set(ordinal);
      }
      for (var future : readers) {
        assertThat(future.get()).isPositive();
      }
    }
  }
}
