package dev.mneme.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.embed.HashingEmbedder;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.Memory;
import dev.mneme.search.adapter.JavaValues;
import dev.mneme.search.adapter.RandomValues;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

/** Metadata that is no attribute comes back from Spring AI as it was, and no filter compares it. */
class JsonMetadataTest {
  private static final long SEED = new Random().nextLong();
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(16);

  @TempDir private Path directory;
  private final Random random = new Random(SEED);

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
    var request = SearchRequest.builder().query("text").topK(200).build();
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
  void aFilter_thatComparesJson_isRefused_afterReopeningToo() throws Exception {
    try (var engine = open()) {
      var namespace = engine.namespace();
      namespace.add(Memory.text("a").id("json").attribute("doc", new JsonValue("{}")).build());
      namespace.add(Memory.text("a").id("text").attribute("doc", "x").build());
      assertRefused(engine);
      engine.flush();
    }
    try (var engine = open()) {
      assertRefused(engine);
    }
  }

  private static void assertRefused(MemoryEngine engine) {
    var store = new MnemeVectorStore(engine.namespace());
    var request = SearchRequest.builder().query("a").filterExpression("doc == 'x'").build();
    assertThatThrownBy(() -> store.similaritySearch(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'doc'");
  }

  private MemoryEngine open() {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(EMBEDDER));
  }
}
