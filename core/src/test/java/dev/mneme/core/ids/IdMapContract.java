package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.ClosedException;
import dev.mneme.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every id map does, checked against a {@link HashMap}. */
abstract class IdMapContract {

  /** A fresh map, made for {@code expectedEntries}. */
  abstract IdMap open(long expectedEntries);

  private record Key(String namespace, String id) {}

  @Test
  void emptyMap_knowsNothing() {
    try (var map = open(10)) {
      assertThat(map.checkpoint()).isEqualTo(-1);
      assertThat(map.size()).isZero();
      assertThat(map.get("n", "id")).isEqualTo(IdMap.ABSENT);
      assertThat(map.remove("n", "id")).isEqualTo(IdMap.ABSENT);
    }
  }

  @Test
  void put_replacesAndReturnsThePrevious() {
    try (var map = open(10)) {
      assertThat(map.put("n", "id", 0)).isEqualTo(IdMap.ABSENT);
      assertThat(map.put("n", "id", Integer.MAX_VALUE)).isZero();
      assertThat(map.get("n", "id")).isEqualTo(Integer.MAX_VALUE);
      assertThat(map.size()).isEqualTo(1);
      assertThat(map.remove("n", "id")).isEqualTo(Integer.MAX_VALUE);
      assertThat(map.get("n", "id")).isEqualTo(IdMap.ABSENT);
      assertThat(map.size()).isZero();
    }
  }

  @Test
  void negativeOrdinal_isRefused() {
    try (var map = open(10)) {
      assertThatThrownBy(() -> map.put("n", "id", -1)).isInstanceOf(InvalidRequestException.class);
      assertThat(map.size()).isZero();
    }
  }

  @Test
  void namespaces_doNotMeet() {
    try (var map = open(10)) {
      map.put("ab", "c", 1);
      map.put("a", "bc", 2);
      map.put("a\0b", "c", 3);
      map.put("a", "\0bc", 4);
      assertThat(map.get("ab", "c")).isEqualTo(1);
      assertThat(map.get("a", "bc")).isEqualTo(2);
      assertThat(map.get("a\0b", "c")).isEqualTo(3);
      assertThat(map.get("a", "\0bc")).isEqualTo(4);
      assertThat(map.get("abc", "")).isEqualTo(IdMap.ABSENT);
    }
  }

  @Test
  void idsAtAndBeyondTheLimits_work() {
    List<Key> keys =
        List.of(
            new Key("n", "i"),
            new Key("n".repeat(256), "i".repeat(512)),
            new Key("漢".repeat(85), "😀".repeat(128)),
            new Key("\0".repeat(256), "\0".repeat(512)),
            new Key("n", "i".repeat(IdKeys.MAX_BYTES - 3)),
            new Key("n", "i".repeat(100_000)));
    try (var map = open(10)) {
      for (int i = 0; i < keys.size(); i++) {
        assertThat(map.put(keys.get(i).namespace, keys.get(i).id, i)).isEqualTo(IdMap.ABSENT);
      }
      for (int i = 0; i < keys.size(); i++) {
        assertThat(map.get(keys.get(i).namespace, keys.get(i).id)).isEqualTo(i);
      }
    }
  }

  @Test
  void longIdsBeyondTheExpectation_areAllKept() {
    try (var map = open(16)) {
      int entries = 6_000;
      for (int i = 0; i < entries; i++) {
        assertThat(map.put("n".repeat(256), longId(i), i)).isEqualTo(IdMap.ABSENT);
      }
      for (int i = 0; i < entries; i++) {
        assertThat(map.get("n".repeat(256), longId(i))).isEqualTo(i);
      }
      assertThat(map.size()).isEqualTo(entries);
    }
  }

  @Test
  void longestIdsAmongShortOnes_areKept() {
    try (var map = open(1)) {
      int entries = 3_000;
      for (int i = 0; i < entries; i++) {
        map.put("n", Integer.toString(i, 36), i);
      }
      for (int i = 0; i < 200; i++) {
        map.put("n", i + "x".repeat(IdKeys.MAX_BYTES - 10), i);
      }
      for (int i = 0; i < entries; i++) {
        assertThat(map.get("n", Integer.toString(i, 36))).isEqualTo(i);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(map.get("n", i + "x".repeat(IdKeys.MAX_BYTES - 10))).isEqualTo(i);
      }
    }
  }

  private static String longId(int i) {
    return i + "-" + "i".repeat(500);
  }

  @Test
  void randomOperations_matchAHashMap() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var expected = new HashMap<Key, Integer>();
    try (var map = open(100)) {
      for (int step = 0; step < 60_000; step++) {
        // A key space that shrinks and grows, so that the map sees growth, mass removal and
        // tombstones.
        int keySpace = step / 10_000 % 2 == 0 ? 8_000 : 300;
        var key = new Key("ns" + random.nextInt(3), "ключ-" + random.nextInt(keySpace));
        String context = "seed " + seed + " step " + step;
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            int ordinal = random.nextInt(Integer.MAX_VALUE);
            assertThat(map.put(key.namespace, key.id, ordinal))
                .as(context)
                .isEqualTo(orAbsent(expected.put(key, ordinal)));
          }
          case 2 ->
              assertThat(map.remove(key.namespace, key.id))
                  .as(context)
                  .isEqualTo(orAbsent(expected.remove(key)));
          default ->
              assertThat(map.get(key.namespace, key.id))
                  .as(context)
                  .isEqualTo(orAbsent(expected.get(key)));
        }
        assertThat(map.size()).as(context).isEqualTo(expected.size());
      }
      expected.forEach(
          (key, ordinal) ->
              assertThat(map.get(key.namespace, key.id)).as("seed %d", seed).isEqualTo(ordinal));
    }
  }

  private static int orAbsent(@Nullable Integer ordinal) {
    return ordinal == null ? IdMap.ABSENT : ordinal;
  }

  /**
   * Ordinals of a key only grow, every key below the published count is there for good, and other
   * keys come and go: readers check all three while the map grows many times over.
   */
  @Test
  void readersWhileOneWrites_seeWhatWasPutBefore() throws Exception {
    int readers = 4;
    int entries = 30_000;
    var published = new AtomicInteger();
    var done = new AtomicBoolean();
    try (var map = open(100);
        var threads = Executors.newFixedThreadPool(readers)) {
      List<Future<Long>> results = new ArrayList<>();
      for (int r = 0; r < readers; r++) {
        long seed = r;
        results.add(threads.submit(() -> read(map, new Random(seed), published, done)));
      }
      try {
        for (int i = 0; i < entries; i++) {
          map.put("kept", "id-" + i, i);
          published.set(i + 1);
          map.put("kept", "id-" + i / 2, i + entries);
          map.put("gone", "id-" + i % 50, i);
          map.remove("gone", "id-" + (i + 25) % 50);
        }
      } finally {
        done.set(true);
      }
      for (var result : results) {
        assertThat(result.get()).isPositive();
      }
      assertThat(map.get("kept", "id-" + (entries - 1))).isEqualTo(entries - 1);
    }
  }

  private static long read(IdMap map, Random random, AtomicInteger published, AtomicBoolean done) {
    long reads = 0;
    Map<Integer, Integer> seen = new HashMap<>();
    do {
      int count = published.get();
      if (count > 0) {
        int i = random.nextInt(count);
        int ordinal = map.get("kept", "id-" + i);
        assertThat(ordinal).isGreaterThanOrEqualTo(i);
        assertThat(ordinal).isGreaterThanOrEqualTo(seen.getOrDefault(i, 0));
        seen.put(i, ordinal);
        assertThat(map.get("gone", "id-" + i % 50)).isBetween(IdMap.ABSENT, 30_000);
        reads++;
      }
    } while (!done.get() || reads == 0);
    return reads;
  }

  @Test
  void closedMap_saysSo() {
    var map = open(10);
    map.put("n", "id", 1);
    map.close();
    map.close();
    map.close(5);
    assertThatThrownBy(() -> map.get("n", "id")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> map.put("n", "id", 2)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> map.remove("n", "id")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(map::size).isInstanceOf(ClosedException.class);
  }

  @Test
  void closeWhileReading_endsInAResultOrInClosed() throws Exception {
    for (int round = 0; round < 20; round++) {
      var map = open(100);
      map.put("n", "id", 7);
      var started = new AtomicInteger();
      try (var threads = Executors.newFixedThreadPool(2)) {
        List<Future<?>> readers = new ArrayList<>();
        for (int r = 0; r < 2; r++) {
          readers.add(
              threads.submit(
                  () ->
                      assertThatThrownBy(
                              () -> {
                                while (true) {
                                  assertThat(map.get("n", "id")).isEqualTo(7);
                                  started.incrementAndGet();
                                }
                              })
                          .isInstanceOf(ClosedException.class)));
        }
        while (started.get() < 100) {
          Thread.onSpinWait();
        }
        map.close();
        for (var reader : readers) {
          reader.get();
        }
      }
    }
  }
}
