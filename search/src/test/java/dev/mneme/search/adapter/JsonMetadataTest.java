package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.mneme.core.embed.HashingEmbedder;
import dev.mneme.core.filter.Filter;
import dev.mneme.core.model.AttributeValue.JsonValue;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Memory;
import dev.mneme.search.engine.Durability;
import dev.mneme.search.engine.EngineOptions;
import dev.mneme.search.engine.ListRequest;
import dev.mneme.search.engine.MemoryEngine;
import dev.mneme.search.engine.Namespace;
import dev.mneme.search.langchain4j.MnemeEmbeddingStore;
import dev.mneme.search.request.SearchRequest;
import dev.mneme.search.springai.MnemeVectorStore;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;

/** Metadata that is no attribute: kept as JSON, back as it was, compared by no filter. */
class JsonMetadataTest {
  private static final long SEED = new Random().nextLong();
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(16);

  @TempDir private Path directory;
  private final Random random = new Random(SEED);

  @Test
  void valuesOfAnyShape_comeBackAsTheyWere() {
    var values = new RandomValues(random);
    int json = 0;
    for (int round = 0; round < 5_000; round++) {
      var value = values.value(4);
      if (JavaValues.attribute("k", value) instanceof JsonValue attribute) {
        json++;
        assertThat(RandomValues.same(value, JavaValues.ofJson(attribute)))
            .as("%s as %s, seed %d", value, attribute.json(), SEED)
            .isTrue();
      }
    }
    assertThat(json).as("seed %d", SEED).isGreaterThan(2_000);
  }

  @Test
  void documentsComeBack_afterReopeningAndCompaction() throws Exception {
    var values = new RandomValues(random);
    var documents = new ArrayList<Document>();
    for (int i = 0; i < 150; i++) {
      var metadata = new HashMap<String, Object>();
      metadata.put("n", i);
      for (int j = random.nextInt(4); j >= 0; j--) {
        var value = values.value(4);
        if (JavaValues.attribute("v" + j, value) instanceof JsonValue) {
          metadata.put("v" + j, value);
        }
      }
      documents.add(new Document("d" + i, "text " + i, metadata));
    }
    try (var engine = open()) {
      new MnemeVectorStore(engine.namespace()).add(documents);
      assertAllCameBack(engine, documents);
    }
    try (var engine = open()) {
      assertAllCameBack(engine, documents);
      var again = documents.subList(0, 100);
      new MnemeVectorStore(engine.namespace()).add(again);
      engine.compact();
      assertAllCameBack(engine, documents);
    }
    try (var engine = open()) {
      assertAllCameBack(engine, documents);
      assertThat(engine.verify().problems()).isEmpty();
    }
  }

  private static void assertAllCameBack(MemoryEngine engine, List<Document> documents) {
    var request =
        org.springframework.ai.vectorstore.SearchRequest.builder().query("text").topK(200).build();
    var found = new HashMap<String, Document>();
    new MnemeVectorStore(engine.namespace())
        .similaritySearch(request)
        .forEach(document -> found.put(document.getId(), document));
    assertThat(found).hasSize(documents.size());
    for (var document : documents) {
      var metadata = new HashMap<>(found.get(document.getId()).getMetadata());
      metadata.remove("distance");
      metadata.replace("n", ((Long) metadata.get("n")).intValue());
      assertThat(RandomValues.same(document.getMetadata(), metadata))
          .as("%s and %s, seed %d", document.getMetadata(), metadata, SEED)
          .isTrue();
    }
  }

  private record Citation(String url, int start) {}

  @Test
  void whatOpenAiAnswers_isKept_beansAsMaps() {
    var annotations =
        List.of(Map.of("type", "url_citation", "url_citation", Map.of("url", "u", "start", 1)));
    try (var engine = open()) {
      var store = new MnemeVectorStore(engine.namespace());
      store.add(
          List.of(
              new Document(
                  "d",
                  "answer",
                  Map.of(
                      "annotations",
                      annotations,
                      "price",
                      new BigDecimal("1.10"),
                      "day",
                      LocalDate.EPOCH,
                      "uri",
                      URI.create("a:b"),
                      "unit",
                      TimeUnit.DAYS,
                      "bean",
                      new Citation("u", 3),
                      "none",
                      List.of()))));
      var metadata = store.similaritySearch("answer").getFirst().getMetadata();
      assertThat(metadata)
          .containsEntry("annotations", annotations)
          .containsEntry("price", new BigDecimal("1.10"))
          .containsEntry("day", LocalDate.EPOCH)
          .containsEntry("uri", URI.create("a:b"))
          .containsEntry("unit", TimeUnit.DAYS)
          .containsEntry("bean", Map.of("url", "u", "start", 3))
          .containsEntry("none", List.of());
    }
  }

  @Test
  void filters_thatCompareJson_sayso_everywhereAndAsLongAsItIsThere() throws Exception {
    var mixed = Filter.or(Filter.eq("n", 1), Filter.not(Filter.prefix("doc", "x")));
    try (var engine = open()) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("a").id("json").attribute("doc", new JsonValue("{}")).build());
      namespace.add(Memory.text("a").id("text").attribute("doc", "x").attribute("n", 1).build());
      engine.namespace("other").add(Memory.text("a").attribute("doc", "x").build());
      assertRefused(namespace, mixed);
      assertThat(namespace.count(Filter.exists("doc"))).isEqualTo(2);
      assertThat(namespace.count(Filter.eq("n", 1))).isEqualTo(1);
      assertThat(engine.namespace("other").count(Filter.eq("doc", "x"))).isEqualTo(1);
      engine.flush();
    }
    try (var engine = open()) {
      var namespace = engine.namespace();
      assertRefused(namespace, mixed);
      assertThatThrownBy(
              () ->
                  new MnemeVectorStore(namespace)
                      .similaritySearch(
                          org.springframework.ai.vectorstore.SearchRequest.builder()
                              .query("a")
                              .filterExpression("doc == 'x'")
                              .build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'doc'");
      namespace.delete("json");
      assertThat(namespace.count(mixed)).isEqualTo(1);
    }
  }

  private static void assertRefused(Namespace namespace, Filter filter) {
    for (var call :
        List.<ThrowingCallable>of(
            () -> namespace.count(filter),
            () -> namespace.search(SearchRequest.text("a").filter(filter).build()),
            () -> namespace.list(ListRequest.newest(1).withFilter(filter)),
            () -> namespace.deleteAll(filter))) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("'doc', which is JSON in 1");
    }
  }

  @Test
  void langChain4j_keepsNumbersThatAreNotFinite_andShowsJsonAsText() {
    try (var engine = open()) {
      var store = new MnemeEmbeddingStore(engine.namespace());
      var vector = Embedding.from(EMBEDDER.embedQuery("a").array());
      var metadata = new Metadata().put("nan", Double.NaN).put("infinite", Float.NEGATIVE_INFINITY);
      store.add(vector, TextSegment.from("a", metadata));
      var request = EmbeddingSearchRequest.builder().queryEmbedding(vector).build();
      assertThat(store.search(request).matches().getFirst().embedded().metadata())
          .isEqualTo(metadata);
      store.removeAll();
      engine
          .namespace()
          .add(Memory.text("a").attribute("doc", new JsonValue("{\"a\": [1]}")).build());
      assertThat(store.search(request).matches().getFirst().embedded().metadata().getString("doc"))
          .isEqualTo("{\"a\": [1]}");
    }
  }

  @Test
  void whatIsNoJson_isRefused() {
    try (var engine = open()) {
      for (var bad : List.of("", " ", "{", "{} {}", "[1,]", "nul", "{\"a\"}", "[".repeat(101))) {
        assertThatThrownBy(
                () ->
                    engine
                        .namespace()
                        .add(Memory.text("a").attribute("doc", new JsonValue(bad)).build()))
            .as(bad)
            .isInstanceOf(InvalidRequest.class)
            .hasMessageContaining("'doc'");
      }
      var large = new JsonValue("\"" + "x".repeat((1 << 20) - 2) + "\"");
      engine.namespace().add(Memory.text("a").id("l").attribute("doc", large).build());
      assertThat(engine.namespace().get("l").orElseThrow().attributes()).containsValue(large);
      assertThatThrownBy(
              () ->
                  engine
                      .namespace()
                      .add(
                          Memory.text("a")
                              .attribute("doc", new JsonValue(large.json() + " "))
                              .build()))
          .isInstanceOf(InvalidRequest.class);
    }
  }

  private MemoryEngine open() {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(EMBEDDER));
  }
}
