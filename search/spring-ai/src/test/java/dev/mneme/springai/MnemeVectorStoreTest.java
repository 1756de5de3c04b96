package dev.mneme.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.embed.HashingEmbedder;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter.Expression;
import org.springframework.ai.vectorstore.filter.Filter.ExpressionType;
import org.springframework.ai.vectorstore.filter.Filter.Key;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

class MnemeVectorStoreTest {
  private static final long SEED = new Random().nextLong();

  @TempDir private Path directory;
  private final HashingEmbeddingModel model = new HashingEmbeddingModel(new HashingEmbedder(64));
  private final FilterExpressionBuilder filters = new FilterExpressionBuilder();
  private final RandomDocuments randomly = new RandomDocuments(new Random(SEED));
  private MemoryEngine engine;
  private Namespace namespace;
  private MnemeVectorStore store;

  @BeforeEach
  void open() {
    var options =
        EngineOptions.defaults()
            .durability(Durability.ASYNC)
            .embedder(new SpringAiEmbedder("hashing", "", model));
    engine = MemoryEngine.open(directory, options);
    namespace = engine.namespace("docs");
    store = new MnemeVectorStore(namespace);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void nativeClient_isTheNamespace() {
    assertThat(store.<Namespace>getNativeClient()).containsSame(namespace);
  }

  @Test
  void metadata_comesBackAsDocumented() {
    var instant = Instant.parse("2024-02-29T12:00:00Z");
    var uuid = new UUID(7, 11);
    Map<String, Object> metadata =
        Map.of(
            "string",
            "Zoë",
            "bool",
            true,
            "int",
            42,
            "long",
            Long.MAX_VALUE,
            "float",
            0.1f,
            "double",
            Math.PI,
            "instant",
            instant,
            "date",
            Date.from(instant),
            "uuid",
            uuid,
            "list",
            List.of("a", 2));
    store.add(List.of(new Document("d", "Caroline joined", metadata)));
    var found = store.similaritySearch("Caroline").getFirst();
    assertThat(found.getId()).isEqualTo("d");
    assertThat(found.getText()).isEqualTo("Caroline joined");
    assertThat(found.getMetadata().remove("distance")).isEqualTo(1 - found.getScore());
    assertThat(found.getMetadata())
        .isEqualTo(
            Map.of(
                "string",
                "Zoë",
                "bool",
                true,
                "int",
                42L,
                "long",
                Long.MAX_VALUE,
                "float",
                0.1,
                "double",
                Math.PI,
                "instant",
                instant,
                "date",
                instant,
                "uuid",
                uuid.toString(),
                "list",
                List.of("a", 2L)));
    store.add(List.of(found));
    assertThat(namespace.count()).isOne();
  }

  @Test
  void documentsThatCannotBeKept_areRefusedAndNothingIsWritten() {
    var good = new Document("good", Map.of());
    var cyclic = new HashMap<String, Object>();
    cyclic.put("self", cyclic);
    for (var bad :
        List.of(
            Map.<String, Object>of("price", cyclic), Map.<String, Object>of("price", "\uD800"))) {
      assertThatThrownBy(() -> store.add(List.of(good, new Document("bad", bad))))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasCauseInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("price");
    }
    assertThat(namespace.count()).isZero();
  }

  @Test
  void badInput_isRefusedAsSpringAiDoes() {
    assertIllegal(() -> store.add(null));
    assertIllegal(() -> store.add(java.util.Arrays.asList(new Document("d"), null)));
    assertIllegal(() -> store.delete((List<String>) null));
    assertIllegal(() -> store.delete(java.util.Arrays.asList("a", null)));
    assertIllegal(() -> store.delete((Expression) null));
    assertIllegal(() -> store.similaritySearch((SearchRequest) null));
    assertIllegal(() -> store.delete(filters.gt("a", true).build()));
    assertIllegal(() -> store.add(List.of(new Document("i".repeat(513), "t", Map.of()))));
    store.add(List.of());
    store.delete(List.of());
    assertThat(namespace.count()).isZero();
    engine.close();
    assertThatThrownBy(() -> store.delete(filters.eq("a", 1).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(dev.mneme.error.ClosedException.class);
  }

  private static void assertIllegal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scoresAndThresholds_areCosines_andTheBestComesFirst() {
    var simple = SimpleVectorStore.builder(model).build();
    var documents =
        IntStream.range(0, 100)
            .mapToObj(i -> new Document("d" + i, randomly.text(), Map.of()))
            .toList();
    store.add(documents);
    simple.add(documents);
    var request = SearchRequest.builder().query("red green blue").topK(100).build();
    var cosines = new HashMap<String, Double>();
    simple.similaritySearch(request).forEach(hit -> cosines.put(hit.getId(), hit.getScore()));
    var found = store.similaritySearch(request);
    assertThat(found).hasSize(100);
    assertThat(cosines).hasSizeGreaterThan(50);
    for (var document : found) {
      var cosine = cosines.get(document.getId());
      if (cosine == null) { // Spring's store leaves negative cosines out
        assertThat(document.getScore()).as("seed %d", SEED).isLessThan(0.0001);
      } else {
        assertThat(document.getScore()).as("seed %d", SEED).isEqualTo(cosine, within(1e-4));
      }
      assertThat((Double) document.getMetadata().get("distance"))
          .isEqualTo(1 - document.getScore());
    }
    for (int topK : new int[] {1, 4, 17, 100}) {
      for (double threshold : new double[] {0, 0.1, 0.4, found.get(10).getScore(), 1}) {
        var cut = SearchRequest.from(request).topK(topK).similarityThreshold(threshold).build();
        var hits = store.similaritySearch(cut);
        long above =
            found.stream().filter(hit -> threshold == 0 || hit.getScore() >= threshold).count();
        assertThat(hits).as("seed %d", SEED).hasSize((int) Math.min(topK, above));
        assertThat(hits)
            .extracting(Document::getScore)
            .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(hits).allMatch(hit -> threshold == 0 || hit.getScore() >= threshold);
      }
    }
  }

  @Test
  void withoutAnEmbedder_scoresAreRelevances() {
    try (var plain =
        MemoryEngine.open(
            directory.resolve("plain"), EngineOptions.defaults().durability(Durability.ASYNC))) {
      var words = new MnemeVectorStore(plain.namespace());
      words.add(List.of(new Document("a", "Caroline joined", Map.of())));
      var hit = words.similaritySearch("Caroline").getFirst();
      assertThat(hit.getScore()).isBetween(0.0, 1.0);
      assertThat(hit.getMetadata()).isEmpty();
      var strict =
          SearchRequest.builder().query("Caroline").similarityThreshold(hit.getScore()).build();
      assertThat(ids(words, strict)).containsExactly("a");
    }
  }

  @Test
  void distance_ofASearchIsNoPartOfTheDocument_butOneOfItsOwnStays() {
    store.add(
        List.of(
            new Document("plain", "Caroline joined", Map.of()),
            new Document("own", "Caroline joined", Map.of("distance", 42))));
    var found = store.similaritySearch("Caroline");
    store.add(found);
    assertThat(namespace.get("plain").orElseThrow().attributes()).isEmpty();
    assertThat(namespace.get("own").orElseThrow().attributes()).hasSize(1);
    var own = found.stream().filter(hit -> hit.getId().equals("own")).findFirst().orElseThrow();
    assertThat(own.getMetadata()).isEqualTo(Map.of("distance", 42L));
  }

  @Test
  void metadataMode_saysWhatIsEmbedded() {
    var document = new Document("d", "text", Map.of("topic", "horses"));
    for (var mode : MetadataMode.values()) {
      new MnemeVectorStore(namespace, mode).add(List.of(document));
      assertThat(namespace.get("d").orElseThrow().embedding())
          .as("%s", mode)
          .contains(model.embedder().embedQuery(document.getFormattedContent(mode)));
      assertThat(namespace.get("d").orElseThrow().text()).isEqualTo("text");
    }
    store.add(List.of(document));
    assertThat(namespace.get("d").orElseThrow().embedding())
        .contains(model.embedder().embedQuery("text"));
    store.add(List.of(new Document("empty", "", Map.of("messageType", "ASSISTANT"))));
    assertThat(namespace.get("empty").orElseThrow().embedding()).isPresent();
  }

  @Test
  void largeInLists_areAnswered() {
    store.add(
        IntStream.range(0, 50)
            .mapToObj(i -> new Document("d" + i, "t", Map.of("n", i * 1_000, "s", "s" + i * 1_000)))
            .toList());
    for (int size : new int[] {1, 1_023, 1_024, 1_025, 10_000}) {
      var numbers = IntStream.range(0, size).boxed().<Object>map(i -> i).toList();
      var strings = IntStream.range(0, size).<Object>mapToObj(i -> "s" + i).toList();
      int expected = (size + 999) / 1_000;
      assertThat(matching(filters.in("n", numbers).build())).hasSize(expected);
      assertThat(matching(filters.in("s", strings).build())).hasSize(expected);
      assertThat(matching(filters.nin("n", numbers).build())).hasSize(50 - expected);
    }
  }

  @Test
  void search_usesWordsAsWellAsVectors() {
    var far = model.embedder().embedQuery("rain falls on Monday");
    namespace.add(Memory.text("Caroline joined").id("words").embedding(far).build());
    namespace.add(
        Memory.text("sunrise")
            .id("meaning")
            .embedding(model.embedder().embedQuery("Caroline"))
            .build());
    IntStream.range(0, 50)
        .forEach(i -> namespace.add(Memory.text("noise " + i).id("n" + i).build()));
    assertThat(ids(store, SearchRequest.builder().query("Caroline").topK(2).build()))
        .containsExactlyInAnyOrder("words", "meaning");
  }

  @Test
  void blankQuery_findsTheNewestThatMatch() {
    for (int i = 0; i < 3; i++) {
      namespace.add(
          Memory.text("t").id("d" + i).time(Instant.ofEpochSecond(i)).attribute("n", i).build());
    }
    var request = SearchRequest.builder().query("").filterExpression("n >= 1").build();
    assertThat(ids(store, request)).containsExactly("d2", "d1");
  }

  @Test
  void filters_matchAsInSpringsOwnStore() {
    var simple = SimpleVectorStore.builder(model).build();
    var documents =
        IntStream.range(0, 150)
            .mapToObj(i -> new Document("d" + i, "some text", randomly.metadata()))
            .toList();
    store.add(documents);
    simple.add(documents);
    int selective = 0;
    for (int round = 0; round < 300; round++) {
      var filter = randomly.filter(3).build();
      var request =
          SearchRequest.builder().query("some text").topK(1_000).filterExpression(filter).build();
      var expected = ids(simple, request);
      assertThat(ids(store, request))
          .as("%s, seed %d", filter, SEED)
          .containsExactlyInAnyOrderElementsOf(expected);
      selective += expected.isEmpty() || expected.size() == documents.size() ? 0 : 1;
    }
    assertThat(selective).as("seed %d", SEED).isGreaterThan(100);
  }

  @Test
  void filtersInTextForm_reachEveryType() {
    store.add(
        List.of(
            new Document("a", "t", Map.of("year", 2020, "tags", List.of("x", "y"), "my key", 1)),
            new Document("b", "t", Map.of("year", 2021, "ok", true)),
            new Document("c", "t", Map.of("at", Instant.parse("2024-01-01T00:00:00Z"))),
            new Document("d", "t", Map.of("at", "2025-01-01T00:00:00Z"))));
    assertThat(matching("year >= 2020 && year < 2021")).containsExactly("a");
    assertThat(matching("tags == 'y'")).containsExactly("a");
    assertThat(matching("'my key' == 1")).containsExactly("a");
    assertThat(matching("ok == true")).containsExactly("b");
    assertThat(matching("year nin [2020]")).containsExactlyInAnyOrder("b", "c", "d");
    assertThat(matching("year in [2020, 2021] && not (ok == true)")).containsExactly("a");
    assertThat(matching("year < 2030")).containsExactlyInAnyOrder("a", "b");
    assertThat(matching("year is null")).containsExactlyInAnyOrder("c", "d");
    assertThat(matching("at > '2023-06-01T00:00:00Z'")).containsExactlyInAnyOrder("c", "d");
    assertThat(matching("at == '2024-01-01T00:00:00Z'")).containsExactly("c");
    var date = Date.from(Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(matching(filters.gte("at", date).build())).containsExactly("d");
    assertThat(matching(filters.in("at", date).build())).containsExactly("d");
    assertThat(matching(filters.nin("at", date).build())).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void malformedFilters_areRefused() {
    assertRefused(new Expression(ExpressionType.EQ, new Key("a")), "right side");
    assertRefused(new Expression(ExpressionType.EQ, new Key("a"), new Key("b")), "value");
    assertRefused(new Expression(ExpressionType.NOT, new Key("a")), "condition");
    assertRefused(filters.eq("a", new StringBuilder()).build(), "StringBuilder");
    assertRefused(filters.gt("a", true).build(), "order");
    var deep = filters.eq("a", 1);
    for (int i = 0; i < 100_000; i++) {
      deep = filters.not(deep);
    }
    assertRefused(deep.build(), "nested");
  }

  @Test
  void longChains_areOneLevel() {
    store.add(List.of(new Document("a", "t", Map.of("n", 499))));
    var chain = filters.eq("n", 0);
    for (int i = 1; i < 500; i++) {
      chain = filters.or(chain, filters.eq("n", i));
    }
    assertThat(matching(chain.build())).containsExactly("a");
  }

  @Test
  void delete_byIdAndByFilter_staysInTheNamespace() {
    var neighbour = new MnemeVectorStore(engine.namespace("neighbour"));
    var documents = new ArrayList<Document>();
    for (int i = 0; i < 10; i++) {
      documents.add(new Document("d" + i, "t", Map.of("n", i)));
    }
    store.add(documents);
    neighbour.add(documents);
    store.delete(List.of("d0", "d1", "nobody"));
    store.delete("n > 4");
    assertThat(matching("n >= 0")).containsExactlyInAnyOrder("d2", "d3", "d4");
    assertThat(engine.namespace("neighbour").count()).isEqualTo(10);
  }

  private List<String> matching(Expression filter) {
    var request = SearchRequest.builder().query("t").topK(100).filterExpression(filter);
    return ids(store, request.build());
  }

  private List<String> matching(String filter) {
    return ids(store, SearchRequest.builder().query("t").filterExpression(filter).build());
  }

  private static List<String> ids(VectorStore store, SearchRequest request) {
    return store.similaritySearch(request).stream().map(Document::getId).toList();
  }

  private void assertRefused(Expression filter, String named) {
    assertThatThrownBy(() -> matching(filter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasCauseInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(named);
  }
}
