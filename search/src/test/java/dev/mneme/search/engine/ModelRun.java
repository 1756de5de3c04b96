package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.MemoryVersion;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.filter.FilterEvaluator;
import dev.mneme.error.ConflictException;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.error.NotFoundException;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Random operations of one seed, each answer compared with that of a map. */
final class ModelRun {
  private static final List<String> NAMESPACES = List.of("a", "b", "user:ü");
  private static final int OPERATIONS = 1_000;

  private final Random random;
  private final RandomMemories made;
  private final Path store;
  private final EngineOptions options;
  private final Map<String, TreeMap<String, Memory>> model = new TreeMap<>();
  private MemoryEngine engine;

  ModelRun(long seed, Path store) {
    this.random = new Random(seed);
    this.made = new RandomMemories(random);
    this.store = store;
    // Some seeds pay for fsync, keep the log in many small files, or the ids off the heap.
    this.options =
        EngineOptions.defaults()
            .durability(seed % 10 == 0 ? Durability.SYNC : Durability.ASYNC)
            .logFileBytes(seed % 5 == 0 ? 4_096 : 64 << 20)
            .offHeapIdsFrom(seed % 4 == 0 ? 0 : 500_000)
            .graphCapacity(seed % 4 == 0 ? 16 : 128);
    this.engine = MemoryEngine.open(store, options);
    NAMESPACES.forEach(namespace -> model.put(namespace, new TreeMap<>()));
  }

  void run() {
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        step();
      }
      reopen();
      NAMESPACES.forEach(this::checkAll);
    } finally {
      engine.close();
    }
  }

  private void step() {
    var namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
    int draw = random.nextInt(66);
    if (draw < 9) {
      add(namespace);
    } else if (draw < 22) {
      put(namespace);
    } else if (draw < 29) {
      addAll(namespace);
    } else if (draw < 35) {
      update(namespace);
    } else if (draw < 41) {
      delete(namespace);
    } else if (draw < 43) {
      deleteAll(namespace);
    } else if (draw < 49) {
      checkVectorSearch(namespace);
    } else if (draw < 54) {
      checkList(namespace);
    } else if (draw < 58) {
      checkHistory(namespace);
    } else if (draw < 63) {
      checkAll(namespace);
    } else {
      costly(draw, namespace);
    }
  }

  /** What takes milliseconds: about 45 times a seed. */
  private void costly(int draw, String namespace) {
    switch (draw) {
      case 63 -> checkTextSearch(namespace);
      case 64 -> checkHybridSearch(namespace);
      default -> occasionally();
    }
  }

  private void occasionally() {
    switch (random.nextInt(6)) {
      case 0 -> reopen();
      case 1 -> engine.flush();
      case 2 -> engine.compact();
      case 3 -> assertThat(engine.verify().problems()).isEmpty();
      default -> checkEverywhere();
    }
  }

  private void reopen() {
    engine.close();
    engine = MemoryEngine.open(store, options);
  }

  private Namespace engine(String namespace) {
    return engine.namespace(namespace);
  }

  private Map<String, Memory> model(String namespace) {
    return model.getOrDefault(namespace, new TreeMap<>());
  }

  private void add(String namespace) {
    var memory = made.memory();
    if (model(namespace).containsKey(memory.id())) {
      assertThatThrownBy(() -> engine(namespace).add(memory)).isInstanceOf(ConflictException.class);
    } else {
      assertThat(engine(namespace).add(memory)).isEqualTo(memory.id());
      model(namespace).put(memory.id(), memory);
    }
    checkGet(namespace, memory.id());
  }

  private void put(String namespace) {
    var memory = made.memory();
    assertThat(engine(namespace).put(memory)).isEqualTo(model(namespace).containsKey(memory.id()));
    model(namespace).put(memory.id(), memory);
    checkGet(namespace, memory.id());
  }

  private void addAll(String namespace) {
    var batch = new ArrayList<Memory>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      batch.add(made.memory());
    }
    boolean conflict =
        batch.stream().map(Memory::id).distinct().count() < batch.size()
            || batch.stream().anyMatch(memory -> model(namespace).containsKey(memory.id()));
    if (random.nextBoolean()) {
      engine(namespace).putAll(batch);
      batch.forEach(memory -> model(namespace).put(memory.id(), memory));
    } else if (conflict) {
      assertThatThrownBy(() -> engine(namespace).addAll(batch))
          .isInstanceOf(ConflictException.class);
    } else {
      engine(namespace).addAll(batch);
      batch.forEach(memory -> model(namespace).put(memory.id(), memory));
    }
    batch.forEach(memory -> checkGet(namespace, memory.id()));
  }

  private void update(String namespace) {
    var id = made.id();
    var change =
        MemoryUpdate.builder()
            .attribute(
                "mood", RandomMemories.WORDS.get(random.nextInt(RandomMemories.WORDS.size())))
            .removeAttribute("turn")
            .text(made.text())
            .embedding(made.embedding())
            .build();
    var known = model(namespace).get(id);
    if (known == null) {
      assertThatThrownBy(() -> engine(namespace).update(id, change))
          .isInstanceOf(NotFoundException.class);
    } else {
      var changed = engine(namespace).update(id, change);
      assertThat(changed).isEqualTo(change.applyTo(known));
      model(namespace).put(id, changed);
    }
    checkGet(namespace, id);
  }

  private void delete(String namespace) {
    var id = made.id();
    assertThat(engine(namespace).delete(id)).isEqualTo(model(namespace).remove(id) != null);
    checkGet(namespace, id);
  }

  private void deleteAll(String namespace) {
    var filter =
        Filter.and(
            made.filter(),
            Filter.eq(
                "mood", RandomMemories.WORDS.get(random.nextInt(RandomMemories.WORDS.size()))));
    var matching = matching(namespace, filter);
    assertThat(engine(namespace).deleteAll(filter)).isEqualTo(matching.size());
    matching.forEach(memory -> model(namespace).remove(memory.id()));
  }

  private void checkGet(String namespace, String id) {
    assertThat(engine(namespace).get(id)).isEqualTo(Optional.ofNullable(model(namespace).get(id)));
  }

  private void checkAll(String namespace) {
    model(namespace).keySet().forEach(id -> checkGet(namespace, id));
    assertThat(engine(namespace).count()).isEqualTo(model(namespace).size());
    var filter = made.filter();
    assertThat(engine(namespace).count(filter))
        .as("%s", filter)
        .isEqualTo(matching(namespace, filter).size());
  }

  private void checkVectorSearch(String namespace) {
    var filter = made.filter();
    var query = made.embedding();
    int limit = 1 + random.nextInt(20);
    var request = SearchRequest.vector(query).filter(filter).limit(limit).build();
    var expected =
        matching(namespace, filter).stream()
            .filter(memory -> memory.embedding().isPresent())
            .map(memory -> RandomMemories.cosine(query, memory.embedding().orElseThrow()))
            .sorted(Comparator.reverseOrder())
            .limit(limit)
            .toList();
    var hits = engine(namespace).search(request).hits();
    assertThat(hits).as("%s", filter).hasSize(expected.size());
    for (int i = 0; i < hits.size(); i++) {
      checkHit(namespace, hits.get(i), filter);
      var score = hits.get(i).legs().get(Leg.VECTOR).score();
      assertThat(score)
          .as("rank %d", i + 1)
          .isCloseTo(expected.get(i), org.assertj.core.data.Offset.offset(1e-4));
    }
  }

  private void checkTextSearch(String namespace) {
    var word = RandomMemories.WORDS.get(random.nextInt(RandomMemories.WORDS.size()));
    var filter = made.filter();
    var request =
        SearchRequest.text(word).legs(Set.of(Leg.TEXT)).filter(filter).limit(1_000).build();
    var expected =
        matching(namespace, filter).stream()
            .filter(memory -> memory.text().contains(word))
            .map(Memory::id)
            .toList();
    var hits = engine(namespace).search(request).hits();
    hits.forEach(hit -> checkHit(namespace, hit, filter));
    assertThat(hits.stream().map(hit -> hit.memory().id()))
        .as("%s %s", word, filter)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private void checkHybridSearch(String namespace) {
    var filter = made.filter();
    int limit = 1 + random.nextInt(10);
    var request =
        SearchRequest.text(made.text())
            .vector(made.embedding())
            .filter(filter)
            .limit(limit)
            .build();
    var hits = engine(namespace).search(request).hits();
    hits.forEach(hit -> checkHit(namespace, hit, filter));
    long withVector =
        matching(namespace, filter).stream()
            .filter(memory -> memory.embedding().isPresent())
            .count();
    assertThat(hits).hasSizeGreaterThanOrEqualTo((int) Math.min(limit, withVector));
    assertThat(hits.stream().map(Hit::score)).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(hits.stream().map(hit -> hit.memory().id())).doesNotHaveDuplicates();
  }

  private void checkEverywhere() {
    var filter = made.filter();
    long expected =
        NAMESPACES.stream().mapToLong(namespace -> matching(namespace, filter).size()).sum();
    assertThat(engine.everywhere().count(filter)).isEqualTo(expected);
    var hits =
        engine
            .everywhere()
            .search(SearchRequest.builder().filter(filter).limit(10_000).build())
            .hits();
    assertThat(hits).hasSize((int) expected);
    hits.forEach(hit -> checkHit(hit.namespace(), hit, filter));
    var used =
        NAMESPACES.stream().filter(namespace -> !model(namespace).isEmpty()).sorted().toList();
    assertThat(engine.namespaces()).isEqualTo(used);
  }

  private void checkList(String namespace) {
    var filter = made.filter();
    boolean newest = random.nextBoolean();
    var times = Comparator.comparing(Memory::time);
    var expected =
        matching(namespace, filter).stream()
            .map(Memory::time)
            .sorted(newest ? Comparator.reverseOrder() : Comparator.naturalOrder())
            .toList();
    var found = new ArrayList<Memory>();
    int limit = 1 + random.nextInt(7);
    var request =
        (newest ? ListRequest.newest(limit) : ListRequest.oldest(limit)).filter(filter).build();
    var page = engine(namespace).list(request);
    while (true) {
      page.entries().forEach(entry -> found.add(entry.memory()));
      if (page.next().isEmpty()) {
        break;
      }
      page = engine(namespace).list(request.after(page.next().get()));
    }
    assertThat(found).isSortedAccordingTo(newest ? times.reversed() : times);
    assertThat(found.stream().map(Memory::time).toList()).isEqualTo(expected);
    assertThat(found).containsExactlyInAnyOrderElementsOf(matching(namespace, filter));
  }

  private void checkHistory(String namespace) {
    var id = made.id();
    var history = engine(namespace).history(id);
    var known = model(namespace).get(id);
    if (known != null) {
      assertThat(history).isNotEmpty();
      assertThat(history.getFirst().memory()).contains(known);
    } else if (!history.isEmpty()) {
      assertThat(history.getFirst().memory()).isEmpty();
    }
    assertThat(history.stream().map(MemoryVersion::sequence))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  private void checkHit(String namespace, Hit hit, Filter filter) {
    assertThat(hit.namespace()).isEqualTo(namespace);
    assertThat(hit.memory()).isEqualTo(model(namespace).get(hit.memory().id()));
    assertThat(FilterEvaluator.matches(filter, hit.memory().attributes()))
        .as("%s", filter)
        .isTrue();
  }

  private List<Memory> matching(String namespace, Filter filter) {
    return model(namespace).values().stream()
        .filter(memory -> FilterEvaluator.matches(filter, memory.attributes()))
        .toList();
  }
}
