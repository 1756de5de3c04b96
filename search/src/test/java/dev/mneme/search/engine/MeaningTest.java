package dev.mneme.search.engine;

import dev.mneme.report.ReembedReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.embed.Embedder;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every memory with words has the vector of these words, or it is said that it has none. */
class MeaningTest {
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(32);
  private static final Set<Leg> BY_MEANING = Set.of(Leg.VECTOR);

  @TempDir private Path directory;

  @Test
  void memoryWithANewText_isFoundForWhatItSays() {
    try (var engine = open(EMBEDDER)) {
      var memories = engine.namespace();
      memories.add(Memory.text("Cats sleep by day").id("a").build());
      memories.put(memories.get("a").orElseThrow().toBuilder().text("Dogs bark at night").build());
      assertThat(memories.get("a").orElseThrow().embedding())
          .contains(EMBEDDER.embedQuery("Dogs bark at night"));
      memories.putAll(
          List.of(memories.get("a").orElseThrow().toBuilder().text("Birds sing").build()));
      assertThat(memories.get("a").orElseThrow().embedding())
          .contains(EMBEDDER.embedQuery("Birds sing"));
      memories.update("a", MemoryUpdate.builder().text("Fish swim").build());
      assertThat(memories.get("a").orElseThrow().embedding())
          .contains(EMBEDDER.embedQuery("Fish swim"));
      var given = EMBEDDER.embedQuery("something else");
      memories.put(
          memories.get("a").orElseThrow().toBuilder().embedding(given).text("Bees hum").build());
      assertThat(memories.get("a").orElseThrow().embedding()).contains(given);
    }
  }

  @Test
  void everyWayToChangeAText_keepsTextAndVectorTogether() {
    long seed = 20;
    var random = new Random(seed);
    try (var engine = open(EMBEDDER)) {
      var memories = engine.namespace();
      for (int i = 0; i < 300; i++) {
        String id = "m" + random.nextInt(5);
        String text = "text " + random.nextInt(6);
        var before = memories.get(id);
        if (before.isEmpty()) {
          memories.add(Memory.text(text).id(id).build());
        } else if (random.nextBoolean()) {
          memories.update(id, MemoryUpdate.builder().text(text).build());
        } else {
          memories.put(before.get().toBuilder().text(text).attribute("i", i).build());
        }
        assertThat(memories.get(id).orElseThrow().embedding())
            .as("step %s, seed %s", i, seed)
            .contains(EMBEDDER.embedQuery(text));
      }
    }
  }

  @Test
  void textQueryWithoutAnEmbedder_isSaid() {
    try (var engine = open(EMBEDDER)) {
      engine.namespace().add(Memory.text("Cats sleep by day").id("a").build());
      assertThat(warnings(engine, SearchRequest.text("felines"))).isEmpty();
    }
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      assertThat(engine.stats().hasEmbedder()).isFalse();
      assertThat(engine.stats().withoutVector()).isZero();
      assertThat(warnings(engine, SearchRequest.text("felines")))
          .singleElement()
          .asString()
          .contains("opened without an embedder")
          .contains("'hashing-32'");
      assertThatThrownBy(() -> warnings(engine, SearchRequest.text("felines").legs(BY_MEANING)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("there is no embedder");
      assertThat(warnings(engine, SearchRequest.text("felines").legs(Set.of(Leg.TEXT)))).isEmpty();
      assertThat(warnings(engine, SearchRequest.builder().textSyntax("cats"))).isEmpty();
      assertThat(warnings(engine, SearchRequest.vector(EMBEDDER.embedQuery("cats")))).isEmpty();
      assertThat(warnings(engine, SearchRequest.builder())).isEmpty();
      assertThat(
              engine
                  .namespace()
                  .search(SearchRequest.text("felines").explain(true).build())
                  .explanation()
                  .orElseThrow()
                  .render())
          .contains("! the vector leg did not run");
    }
  }

  @Test
  void memoriesWithoutVectors_areSaidUntilTheyAreReembedded() throws Exception {
    addWithoutEmbedder(150);
    try (var engine = open(EMBEDDER)) {
      assertThat(engine.stats().withoutVector()).isEqualTo(150);
      engine.namespace().add(Memory.text("new").id("new").build());
      assertThat(engine.stats().withoutVector()).isEqualTo(150);
      assertThat(warnings(engine, SearchRequest.text("word7")))
          .singleElement()
          .asString()
          .startsWith("150 of 151 memories");
      assertThat(warnings(engine, SearchRequest.text("word7").filter("i = 7")))
          .singleElement()
          .asString()
          .startsWith("1 of 1 memories");
      var heard = new ArrayList<String>();
      var report = engine.namespace().reembed(64, (done, of) -> heard.add(done + "/" + of));
      assertThat(report).isEqualTo(new ReembedReport(150, 0));
      assertThat(heard).containsExactly("64/150", "128/150", "150/150");
      assertThat(engine.stats().withoutVector()).isZero();
      assertThat(warnings(engine, SearchRequest.text("word7"))).isEmpty();
      for (int i = 0; i < 150; i++) {
        var memory = engine.namespace().get("m" + i).orElseThrow();
        assertThat(memory)
            .isEqualTo(memory(i).toBuilder().embedding(EMBEDDER.embedQuery(memory.text())).build());
      }
      assertThat(engine.reembed()).isEqualTo(new ReembedReport(0, 0));
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void reembed_ofAllNamespaces_leavesMemoriesWithoutWordsAndZeroVectorsAlone() {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults().dimension(32))) {
      engine.namespace("a").add(memory(1));
      engine.namespace("b").add(memory(2));
      engine.namespace("b").add(Memory.text("zero").id("z").embedding(new float[32]).build());
      engine
          .namespace("b")
          .add(Memory.builder().id("mute").embedding(EMBEDDER.embedQuery("x")).build());
      assertThat(engine.stats().withoutVector()).isEqualTo(2);
      assertThatThrownBy(engine::reembed)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("EngineOptions.embedder");
    }
    try (var engine = open(EMBEDDER)) {
      assertThat(engine.reembed()).isEqualTo(new ReembedReport(2, 0));
      assertThat(engine.namespace("b").get("z").orElseThrow().embedding())
          .contains(Embedding.of(new float[32]));
    }
  }

  /** The embedder is asked while others write: what they wrote is newer, and stays. */
  @Test
  void reembed_overwritesNothingThatChangedMeanwhile() {
    addWithoutEmbedder(6);
    var engineInUse = new ArrayList<MemoryEngine>();
    var meddling =
        faulty(
            texts -> {
              var memories = engineInUse.getFirst().namespace();
              if (texts.contains("word0 of many") && texts.size() > 1) {
                memories.put(Memory.text("changed").id("m0").build());
                memories.delete("m1");
                memories.update("m2", MemoryUpdate.builder().text("updated").build());
              }
              return EMBEDDER.embedMemories(texts);
            });
    try (var engine = open(meddling)) {
      engineInUse.add(engine);
      assertThat(engine.namespace().reembed()).isEqualTo(new ReembedReport(3, 3));
      var memories = engine.namespace();
      assertThat(memories.get("m0").orElseThrow().text()).isEqualTo("changed");
      assertThat(memories.get("m1")).isEmpty();
      assertThat(memories.get("m2").orElseThrow().text()).isEqualTo("updated");
      assertThat(engine.stats().withoutVector()).isZero();
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  @Test
  void reembedThatFailsHalfway_goesOnWhereItWas() {
    addWithoutEmbedder(10);
    try (var engine =
        open(
            faulty(
                texts -> {
                  if (texts.contains("word7 of many")) {
                    throw new IllegalStateException("the model is down");
                  }
                  return EMBEDDER.embedMemories(texts);
                }))) {
      assertThatThrownBy(() -> engine.namespace().reembed(3, (_, _) -> {}))
          .hasMessage("the model is down");
      assertThat(engine.stats().withoutVector()).isEqualTo(4);
    }
    try (var engine = open(faulty(EMBEDDER::embedMemories))) {
      assertThat(engine.namespace().reembed()).isEqualTo(new ReembedReport(4, 0));
    }
  }

  @Test
  void embedderThatBreaksItsContract_isNamedWithTheTextAndNothingIsWritten() {
    var good = EMBEDDER.embedQuery("x");
    assertRefused(_ -> null, "embedder 'faulty' answered null for 2 texts, the first 'first'");
    assertRefused(
        _ -> Arrays.asList(good, null), "embedder 'faulty' answered null for the text 'second'");
    assertRefused(_ -> List.of(good), "embedder 'faulty' made 1 vectors of 2 texts");
    assertRefused(
        _ -> List.of(good, Embedding.of(1, 2)),
        "promises 32 dimensions but answered with 2 for the text 'second'");
    assertRefused(
        _ -> List.of(Embedding.of(Float.NaN), good),
        "embedder 'faulty' failed for 2 texts, the first 'first': a vector must be finite");
  }

  private void assertRefused(Function<List<String>, List<Embedding>> answer, String message) {
    try (var engine = open(faulty(answer))) {
      var two = List.of(memory("first"), memory("second"));
      assertThatThrownBy(() -> engine.namespace().addAll(two))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining(message);
      assertThat(engine.namespace().count()).isZero();
    }
  }

  @Test
  void nullsInCollections_areRefusedByPlace() {
    try (var engine = open(EMBEDDER)) {
      var memories = engine.namespace();
      assertThatThrownBy(() -> memories.addAll(Arrays.asList(memory(1), null)))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessage("memory 1 of the list is null");
      assertThatThrownBy(() -> memories.deleteAll(Arrays.asList("a", null)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> memories.getAll(Arrays.asList("a", null)))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(
              () -> memories.searchAll(Arrays.asList(SearchRequest.text("a").build(), null)))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(memories.count()).isZero();
    }
  }

  private void addWithoutEmbedder(int count) {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      engine.namespace().addAll(IntStream.range(0, count).mapToObj(MeaningTest::memory).toList());
    }
  }

  private static Memory memory(int i) {
    return Memory.text("word" + i + " of many")
        .id("m" + i)
        .time(Instant.ofEpochSecond(i))
        .attribute("i", i)
        .build();
  }

  private static Memory memory(String text) {
    return Memory.text(text).id(text).build();
  }

  private static List<String> warnings(MemoryEngine engine, SearchRequest.Builder request) {
    return engine
        .namespace()
        .search(request.explain(true).build())
        .explanation()
        .orElseThrow()
        .warnings();
  }

  private MemoryEngine open(Embedder embedder) {
    return MemoryEngine.open(directory, EngineOptions.defaults().embedder(embedder));
  }

  private static Embedder faulty(Function<List<String>, List<Embedding>> memories) {
    return new Embedder() {
      @Override
      public String name() {
        return "faulty";
      }

      @Override
      public int dimension() {
        return EMBEDDER.dimension();
      }

      @Override
      public List<Embedding> embedMemories(List<String> texts) {
        return memories.apply(texts);
      }

      @Override
      public Embedding embedQuery(String text) {
        return EMBEDDER.embedQuery(text);
      }
    };
  }
}
