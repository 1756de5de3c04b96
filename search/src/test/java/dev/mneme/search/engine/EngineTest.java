package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.MemoryVersion;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.filter.Filter;
import dev.mneme.error.ClosedException;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the facade promises beyond what {@link ModelTest} covers. */
class EngineTest {
  private static final EngineOptions ASYNC = EngineOptions.defaults().durability(Durability.ASYNC);

  @TempDir private Path directory;

  @Test
  void exampleOfTheReadme_works() {
    var options = EngineOptions.defaults().embedder(new HashingEmbedder(64));
    try (var engine = MemoryEngine.open(directory, options)) {
      var melanie = engine.namespace("user:melanie");
      var id =
          melanie.add(
              Memory.text("Caroline joined the support group")
                  .time(Instant.parse("2023-05-07T13:56:00Z"))
                  .attribute("speaker", "Caroline")
                  .build());
      melanie.add(Memory.text("Melanie painted a sunrise").attribute("speaker", "Melanie").build());
      var result =
          melanie.search(
              SearchRequest.text("When did Caroline join?")
                  .filter(Filter.eq("speaker", "Caroline"))
                  .from(Instant.parse("2023-05-01T00:00:00Z"))
                  .explain(true)
                  .limit(10)
                  .build());
      assertThat(result.hits()).hasSize(1);
      var hit = result.hits().getFirst();
      assertThat(hit.memory().id()).isEqualTo(id);
      assertThat(hit.score()).isPositive();
      assertThat(hit.relevance()).isBetween(0.0, 1.0);
      assertThat(hit.legs()).containsOnlyKeys(Leg.TEXT, Leg.VECTOR);
      assertThat(result.explanation().orElseThrow().render())
          .contains("TEXT", "VECTOR", "estimated", "actual");
      assertThat(result.partial()).isFalse();
    }
  }

  @Test
  void getAll_givesThoseThatExistInTheOrderAsked() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.addAll(Samples.memories(new Random(1), 20));
      namespace.delete("m7");
      assertThat(namespace.getAll(List.of("m9", "m7", "m1", "nobody")).stream().map(Memory::id))
          .containsExactly("m9", "m1");
    }
  }

  @Test
  void deleteAll_ofIds_deletesThoseThatExistInOneStep() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.addAll(Samples.memories(new Random(1), 20));
      assertThat(namespace.deleteAll(List.of("m3", "nobody", "m5", "m3"))).isEqualTo(2);
      assertThat(namespace.deleteAll(List.<String>of())).isZero();
      assertThat(namespace.count()).isEqualTo(18);
      assertThat(namespace.getAll(List.of("m3", "m4", "m5")).stream().map(Memory::id))
          .containsExactly("m4");
    }
  }

  @Test
  void searchAll_answersAsEachSearchAlone() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      var random = new Random(2);
      namespace.addAll(Samples.memories(random, 500));
      var requests = new ArrayList<SearchRequest>();
      for (int i = 0; i < 20; i++) {
        requests.add(
            SearchRequest.text(Samples.text(random)).vector(Samples.vector(random)).build());
      }
      var together = namespace.searchAll(requests);
      for (int i = 0; i < requests.size(); i++) {
        assertThat(together.get(i).hits()).isEqualTo(namespace.search(requests.get(i)).hits());
      }
    }
  }

  @Test
  void expiredMemory_vanishesAtItsInstantAndIsPurgedByCompaction() {
    var now = new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    var options = ASYNC.clock(clock(now));
    try (var engine = MemoryEngine.open(directory, options)) {
      var namespace = engine.namespace();
      namespace.add(
          Memory.text("a short lived thought")
              .id("short")
              .embedding(1, 0)
              .expires(Instant.ofEpochMilli(now.get() + 1_000))
              .build());
      namespace.add(Memory.text("a long lived thought").id("long").embedding(1, 0).build());
      now.addAndGet(999);
      assertFound(namespace, "short", "long");
      now.addAndGet(1);
      assertFound(namespace, "long");
      assertThat(namespace.get("short")).isEmpty();
      assertThat(namespace.delete("short")).isFalse();
      assertThat(namespace.count()).isEqualTo(1);
      long before = engine.stats().log().bytes();
      engine.compact();
      assertThat(engine.stats().log().bytes()).isLessThan(before);
      assertThat(engine.verify().problems()).isEmpty();
      namespace.add(Memory.text("the same id again").id("short").embedding(0, 1).build());
      assertFound(namespace, "short", "long");
    }
    now.addAndGet(-2_000); // a clock that is set back does not bring it back once it is purged
    try (var engine = MemoryEngine.open(directory, options)) {
      assertThat(engine.namespace().get("short").orElseThrow().text())
          .isEqualTo("the same id again");
    }
  }

  @Test
  void expiredBeforeOpen_isNotFound() {
    var now = new AtomicLong(1_000_000);
    try (var engine = MemoryEngine.open(directory, ASYNC.clock(clock(now)))) {
      engine
          .namespace()
          .add(Memory.text("short").id("s").expires(Instant.ofEpochMilli(1_000_500)).build());
    }
    now.set(1_000_500);
    try (var engine = MemoryEngine.open(directory, ASYNC.clock(clock(now)))) {
      assertThat(engine.namespace().count()).isZero();
      assertThat(engine.namespace().get("s")).isEmpty();
      assertThat(engine.namespaces()).isEmpty();
      engine.namespace().add(Memory.text("again").id("s").build());
      assertThat(engine.namespace().count()).isEqualTo(1);
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void history_tellsVersionsAndDeletionsNewestFirst() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("one").id("x").build());
      namespace.put(Memory.text("two").id("x").build());
      namespace.delete("x");
      assertThat(texts(namespace.history("x"))).containsExactly("<deleted>", "two", "one");
      namespace.add(Memory.text("three").id("x").build());
      assertThat(texts(namespace.history("x"))).containsExactly("three", "<deleted>", "two", "one");
    }
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      assertThat(texts(engine.namespace().history("x")))
          .containsExactly("three", "<deleted>", "two", "one");
    }
  }

  @Test
  void compaction_keepsAsManyVersionsAsAskedFor() {
    try (var engine = MemoryEngine.open(directory, ASYNC.keptVersions(2))) {
      var namespace = engine.namespace();
      for (var text : List.of("one", "two", "three")) {
        namespace.put(Memory.text(text).id("x").build());
      }
      namespace.put(Memory.text("gone").id("y").build());
      namespace.delete("y");
      engine.compact();
      assertThat(texts(namespace.history("x"))).containsExactly("three", "two");
      assertThat(namespace.get("y")).isEmpty();
      assertThat(engine.verify().problems()).isEmpty();
    }
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      engine.compact();
      assertThat(texts(engine.namespace().history("x"))).containsExactly("three");
      assertThat(engine.namespace().history("y")).isEmpty();
    }
  }

  @Test
  void update_withoutEmbedding_makesANewOneFromTheNewText() {
    try (var engine = MemoryEngine.open(directory, ASYNC.embedder(new HashingEmbedder(64)))) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("rain in the mountains").id("x").attribute("a", 1).build());
      var before = namespace.get("x").orElseThrow();
      var after = namespace.update("x", MemoryUpdate.builder().text("sun at the sea").build());
      assertThat(after.embedding()).isPresent().isNotEqualTo(before.embedding());
      assertThat(after.attributes()).isEqualTo(before.attributes());
      var tagged = namespace.update("x", MemoryUpdate.builder().attribute("b", "c").build());
      assertThat(tagged.embedding()).isEqualTo(after.embedding());
      assertThat(namespace.get("x")).contains(tagged);
    }
  }

  @Test
  void concurrentUpdates_loseNone() throws Exception {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("shared").id("x").build());
      var threads =
          IntStream.range(0, 4)
              .mapToObj(t -> new Thread(() -> addAttributes(namespace, t)))
              .toList();
      threads.forEach(Thread::start);
      for (var thread : threads) {
        thread.join();
      }
      assertThat(namespace.get("x").orElseThrow().attributes()).hasSize(40);
    }
  }

  private static void addAttributes(Namespace namespace, int thread) {
    for (int i = 0; i < 10; i++) {
      namespace.update(
          "x", MemoryUpdate.builder().attribute("t" + thread + "-" + i, "set").build());
    }
  }

  @Test
  void backup_isAStoreOfItsOwn() {
    var copy = directory.resolve("copy");
    try (var engine = MemoryEngine.open(directory.resolve("store"), ASYNC)) {
      engine.namespace("a").addAll(Samples.memories(new Random(3), 300));
      engine.namespace("b").add(Memory.text("only here").id("x").build());
      engine.backup(copy);
      engine.namespace("b").delete("x");
    }
    try (var engine = MemoryEngine.open(copy, ASYNC)) {
      assertThat(engine.namespaces()).containsExactly("a", "b");
      assertThat(engine.namespace("a").count()).isEqualTo(300);
      assertThat(engine.namespace("b").get("x")).isPresent();
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void stats_countWhatIsThere() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      engine.namespace("a").addAll(Samples.memories(new Random(4), 50));
      engine.namespace("b").add(Memory.text("no vector").build());
      var stats = engine.stats();
      assertThat(stats.memories()).isEqualTo(51);
      assertThat(stats.namespaces()).isEqualTo(2);
      assertThat(stats.dimension()).isEqualTo(Samples.DIMENSION);
      assertThat(stats.views())
          .extracting("view")
          .containsExactly("attributes", "time", "text", "vector");
      assertThat(stats.log().bytes()).isPositive();
    }
  }

  @Test
  void closedEngine_refusesEverythingWithClosed() {
    var engine = MemoryEngine.open(directory, ASYNC);
    var namespace = engine.namespace();
    namespace.add(Memory.text("one").id("x").build());
    engine.close();
    engine.close();
    assertThatThrownBy(() -> namespace.add(Memory.text("two").build()))
        .isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> namespace.get("x")).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> namespace.search(SearchRequest.text("one").build()))
        .isInstanceOf(ClosedException.class);
    assertThatThrownBy(engine::stats).isInstanceOf(ClosedException.class);
    assertThatThrownBy(engine::compact).isInstanceOf(ClosedException.class);
  }

  @Test
  void interruptedCaller_getsItsAnswerAndHarmsNobody() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      var namespace = engine.namespace();
      for (int i = 0; i < 200; i++) {
        Thread.currentThread().interrupt();
        namespace.add(Memory.text("interrupted " + i).id("m" + i).embedding(1, i).build());
        assertThat(namespace.get("m" + i)).isPresent();
        assertThat(
                namespace
                    .search(SearchRequest.text("interrupted " + i).vector(1, i).limit(3).build())
                    .hits())
            .isNotEmpty();
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(namespace.count()).isEqualTo(200);
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void everywhere_findsAcrossNamespaces() {
    try (var engine = MemoryEngine.open(directory, ASYNC)) {
      engine.namespace("a").add(Memory.text("rain in spring").id("x").embedding(1, 0).build());
      engine.namespace("b").add(Memory.text("rain in autumn").id("x").embedding(1, 0.1f).build());
      var hits = engine.everywhere().search(SearchRequest.text("rain").vector(1, 0).build()).hits();
      assertThat(hits).extracting("namespace").containsExactlyInAnyOrder("a", "b");
      assertThat(engine.everywhere().list(ListRequest.newest(10).build()).entries()).hasSize(2);
      assertThat(engine.everywhere().count()).isEqualTo(2);
    }
  }

  private static void assertFound(Namespace namespace, String... ids) {
    assertThat(
            namespace
                .search(SearchRequest.text("thought same id").vector(1, 0).build())
                .hits()
                .stream()
                .map(hit -> hit.memory().id()))
        .containsExactlyInAnyOrder(ids);
    assertThat(
            namespace
                .search(SearchRequest.text("lived same").legs(Set.of(Leg.TEXT)).build())
                .hits())
        .hasSize(ids.length);
    assertThat(namespace.list(ListRequest.newest(10).build()).entries()).hasSize(ids.length);
  }

  private static List<String> texts(List<MemoryVersion> history) {
    return history.stream()
        .map(version -> version.memory().map(Memory::text).orElse("<deleted>"))
        .toList();
  }

  private static Clock clock(AtomicLong millis) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
      }
    };
  }
}
