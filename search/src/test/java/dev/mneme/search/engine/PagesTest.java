package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Searchable;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryKey;
import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import dev.mneme.memory.Similarity;
import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every page is the slice of one list, whose order is total: by score, then newer, then namespace
 * and id. In stores where most memories score as many others do.
 */
class PagesTest {
  private static final int SEEDS = Integer.getInteger("mneme.test.pageSeeds", 7);
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(9)), ZoneOffset.UTC);
  private static final List<String> TEXTS =
      List.of("buy milk", "buy bread", "buy milk and bread", "call home", "milk milk milk", "");
  private static final List<String> NAMESPACES = List.of("b", "a", "user:ü");

  private Path directory;

  @BeforeEach
  void create() throws IOException {
    directory = MemoryDisk.createDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    Storage.system().deleteTree(directory);
  }

  @Test
  void memoriesOfOneTextAndTime_areEachOnOnePage() {
    try (var engine = open("issue", Similarity.COSINE)) {
      var namespace = engine.namespace();
      var ids = new ArrayList<String>();
      for (int i = 0; i < 17; i++) {
        ids.add("m%02d".formatted(i));
      }
      ids.forEach(id -> namespace.add(memory(id, "buy milk", START).build()));
      var request = SearchRequest.text("buy milk");
      for (int round = 0; round < 3; round++) {
        var pages = new ArrayList<String>();
        for (int offset = 0; offset < 30; offset += 10) {
          namespace.search(request.limit(10).offset(offset).build()).hits().stream()
              .map(hit -> hit.memory().id())
              .forEach(pages::add);
        }
        assertThat(pages).containsExactlyElementsOf(ids);
        // what changes neither text nor time changes no place
        namespace.put(memory(ids.get(round), "buy milk", START).attribute("seen", true).build());
      }
    }
  }

  @Test
  void everyPage_isTheSliceOfTheWhole() {
    runSeeds(1, SEEDS);
  }

  @Test
  @Tag("soak")
  void everyPage_isTheSliceOfTheWhole_inMoreStores() {
    runSeeds(SEEDS + 1, 60 * SEEDS);
  }

  private void runSeeds(int first, int last) {
    for (int seed = first; seed <= last; seed++) {
      var random = new Random(seed);
      var similarity = Similarity.values()[seed % 3];
      var model = new TreeMap<MemoryKey, Memory>();
      int size = seed % 5 == 0 ? 130 + random.nextInt(150) : random.nextInt(70);
      try (var engine = open("seed-" + seed, similarity)) {
        fill(engine, model, size, random);
      }
      try (var engine = open("seed-" + seed, similarity);
          var other = open("other-" + seed, similarity)) {
        rewrite(other, model, random);
        for (int i = 0; i < 10; i++) {
          var request = request(random);
          String what = "seed %d, request %d: %s".formatted(seed, i, request.build());
          for (var where : List.of(pair(engine, other, "a"), pair(engine, other, ""))) {
            checkSearch(where, request, what, random);
          }
        }
        checkLists(engine, model, seed, random);
      }
    }
  }

  private record Pair(Searchable one, Searchable rewritten) {}

  private static Pair pair(MemoryEngine engine, MemoryEngine other, String namespace) {
    return namespace.isEmpty()
        ? new Pair(engine.everywhere(), other.everywhere())
        : new Pair(engine.namespace(namespace), other.namespace(namespace));
  }

  private static void checkSearch(
      Pair where, SearchRequest.Builder request, String what, Random random) {
    var whole = where.one.search(request.offset(0).limit(1_000).build()).hits();
    assertThat(keys(whole)).as(what).doesNotHaveDuplicates();
    assertThat(keys(where.rewritten.search(request.build()).hits()))
        .as("%s, written in another order", what)
        .containsExactlyElementsOf(keys(whole));
    if (request.build().diversity().isEmpty() && whole.size() <= 100) {
      assertThat(whole).as(what).isSortedAccordingTo(TOTAL);
    }
    for (int limit : new int[] {3 + random.nextInt(4), 10, 1 + random.nextInt(120)}) {
      var pages = new ArrayList<MemoryKey>();
      for (int offset = 0; offset < whole.size() + limit; offset += limit) {
        var page = where.one.search(request.offset(offset).limit(limit).build()).hits();
        assertThat(page.size())
            .as("%s, %d from %d", what, limit, offset)
            .isEqualTo(Math.clamp(whole.size() - offset, 0, limit));
        pages.addAll(keys(page));
      }
      assertThat(pages).as("%s, pages of %d", what, limit).isEqualTo(keys(whole));
    }
  }

  private static final Comparator<Hit> TOTAL =
      Comparator.<Hit>comparingDouble(hit -> -hit.score())
          .thenComparing(hit -> hit.memory().time(), Comparator.reverseOrder())
          .thenComparing(PagesTest::key);

  private static void checkLists(
      MemoryEngine engine, Map<MemoryKey, Memory> model, int seed, Random random) {
    for (boolean newestFirst : new boolean[] {true, false}) {
      Comparator<Map.Entry<MemoryKey, Memory>> byTime =
          Comparator.comparing(entry -> entry.getValue().time());
      var expected =
          model.entrySet().stream()
              .sorted((newestFirst ? byTime.reversed() : byTime).thenComparing(Map.Entry::getKey))
              .map(Map.Entry::getKey)
              .toList();
      for (int limit : new int[] {1 + random.nextInt(3), 7, 1_000}) {
        var first = newestFirst ? ListRequest.newest(limit) : ListRequest.oldest(limit);
        var found = new ArrayList<MemoryKey>();
        var next = Optional.of(first.build());
        while (next.isPresent()) {
          var request = next.get();
          var page = engine.everywhere().list(request);
          page.entries().forEach(it -> found.add(new MemoryKey(it.namespace(), it.memory().id())));
          next = page.next().map(request::after);
          touch(engine, model, random); // new ordinals, the same list
        }
        assertThat(found).as("seed %d, newest first: %s", seed, newestFirst).isEqualTo(expected);
      }
    }
  }

  /** Writes some memory anew as it is. */
  private static void touch(MemoryEngine engine, Map<MemoryKey, Memory> model, Random random) {
    if (!model.isEmpty()) {
      var key = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
      engine.namespace(key.namespace()).put(model.get(key));
    }
  }

  private static void fill(
      MemoryEngine engine, Map<MemoryKey, Memory> model, int size, Random random) {
    int times = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      var batch = new HashMap<String, List<Memory>>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        var memory =
            memory(
                    "m" + random.nextInt(Math.max(1, size)),
                    TEXTS.get(random.nextInt(TEXTS.size())),
                    START.plus(Duration.ofHours(random.nextInt(times))))
                .attribute("even", random.nextBoolean());
        if (random.nextInt(4) > 0 || memory.build().text().isEmpty()) {
          memory.embedding(vector(random));
        }
        String namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        batch.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(memory.build());
      }
      batch.forEach(
          (namespace, memories) ->
              memories.forEach(
                  memory -> {
                    engine.namespace(namespace).put(memory);
                    model.put(new MemoryKey(namespace, memory.id()), memory);
                  }));
      if (random.nextInt(5) == 0 && !model.isEmpty()) {
        var key = List.copyOf(model.keySet()).get(random.nextInt(model.size()));
        engine.namespace(key.namespace()).delete(key.id());
        model.remove(key);
      }
    }
  }

  /** The same memories, in another order and without a past. */
  private static void rewrite(MemoryEngine engine, Map<MemoryKey, Memory> model, Random random) {
    var keys = new ArrayList<>(model.keySet());
    Collections.shuffle(keys, random);
    keys.forEach(key -> engine.namespace(key.namespace()).put(model.get(key)));
  }

  private static SearchRequest.Builder request(Random random) {
    var request = SearchRequest.builder();
    boolean text = random.nextInt(3) > 0;
    boolean vector = random.nextInt(3) > 0;
    if (text) {
      request.text(List.of("buy milk", "milk", "bread home", "buy").get(random.nextInt(4)));
    }
    if (vector) {
      request.vector(vector(random));
    }
    if (random.nextInt(3) == 0) {
      request.leg(Leg.TIME, 1);
      if (text) {
        request.leg(Leg.TEXT, .5);
      }
      if (vector) {
        request.leg(Leg.VECTOR, 2);
      }
    }
    if (random.nextInt(4) == 0) {
      request.filter(Filter.eq("even", true));
    }
    if (random.nextInt(4) == 0) {
      request.from(START.plus(Duration.ofHours(1)));
    }
    if (random.nextInt(3) == 0) {
      request.minRelevance(List.of(.2, .5, .75).get(random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      request.recencyHalfLife(Duration.ofHours(3));
    }
    if (random.nextInt(3) == 0) {
      request.fusion(Fusion.relativeScore());
    }
    if (random.nextInt(4) == 0) {
      request.diversity(new Diversity(.5, 1 + random.nextInt(150)));
    }
    return request;
  }

  private static float[] vector(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new float[] {0, 0};
      case 1 -> new float[] {1, 0};
      case 2 -> new float[] {0, 2};
      case 3 -> new float[] {-1, 0};
      default -> new float[] {3, 4};
    };
  }

  private static Memory.Builder memory(String id, String text, Instant time) {
    return Memory.builder().id(id).text(text).time(time);
  }

  private static List<MemoryKey> keys(List<Hit> hits) {
    return hits.stream().map(PagesTest::key).toList();
  }

  private static MemoryKey key(Hit hit) {
    return new MemoryKey(hit.namespace(), hit.memory().id());
  }

  private MemoryEngine open(String name, Similarity similarity) {
    return MemoryEngine.open(
        directory.resolve(name),
        EngineOptions.defaults().similarity(similarity).durability(Durability.ASYNC).clock(CLOCK));
  }
}
