package dev.mneme.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.memory.AttributeValue.JsonValue;
import dev.mneme.memory.Memory;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata that is no attribute, as LangChain4j sees it. */
class JsonMetadataTest {
  private static final HashingEmbedder EMBEDDER = new HashingEmbedder(16);

  @TempDir private Path directory;

  @Test
  void numbersThatAreNotFinite_areKept_andJsonIsShownAsText() {
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

  private MemoryEngine open() {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(EMBEDDER));
  }
}
