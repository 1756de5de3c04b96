package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.mneme.core.embed.CachingEmbedder;
import dev.mneme.core.embed.Embedder;
import dev.mneme.core.embed.EmbeddingBatches;
import dev.mneme.core.embed.HashingEmbedder;
import dev.mneme.core.model.Memory;
import dev.mneme.search.engine.Durability;
import dev.mneme.search.engine.EngineOptions;
import dev.mneme.search.engine.MemoryEngine;
import dev.mneme.search.langchain4j.LangChain4jEmbedder;
import dev.mneme.search.springai.MnemeVectorStore;
import dev.mneme.search.springai.SpringAiEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** How often a model is called, which is what its service bills and limits. */
class ModelCallsTest {
  private static final int TEXTS = 2_049;
  private static final HashingEmbedder HASHING = new HashingEmbedder(16);

  @TempDir private Path directory;

  /** Sizes of all calls; a dimension is known by embedding a text, as a remote model does it. */
  private final List<Integer> calls = new ArrayList<>();

  private final class LangChain4jModel implements dev.langchain4j.model.embedding.EmbeddingModel {
    @Override
    public Response<List<dev.langchain4j.data.embedding.Embedding>> embedAll(
        List<TextSegment> segments) {
      calls.add(segments.size());
      return Response.from(
          segments.stream()
              .map(segment -> HASHING.embedQuery(segment.text()).array())
              .map(dev.langchain4j.data.embedding.Embedding::from)
              .toList());
    }
  }

  private final class SpringModel implements EmbeddingModel {
    private boolean failing;

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      var texts = request.getInstructions();
      calls.add(texts.size());
      if (failing && calls.size() == 4) {
        throw new IllegalStateException("rate limit");
      }
      return new EmbeddingResponse(
          IntStream.range(0, texts.size())
              .mapToObj(i -> new Embedding(HASHING.embedQuery(texts.get(i)).array(), i))
              .toList());
    }

    @Override
    public float[] embed(Document document) {
      return embed(getEmbeddingContent(document));
    }
  }

  @Test
  void addAll_ofMoreThanAModelTakes_isCut_andTheDimensionIsAskedOnce() {
    addAll(new LangChain4jEmbedder("m", "", new LangChain4jModel()), 1);
  }

  @Test
  void addAll_throughSpringsModel() {
    addAll(new SpringAiEmbedder("m", "", new SpringModel()), 1);
  }

  @Test
  void addAll_throughACache() {
    addAll(
        CachingEmbedder.inMemory(new LangChain4jEmbedder("m", "", new LangChain4jModel()), 10_000),
        1);
  }

  private void addAll(Embedder embedder, int dimensionCalls) {
    try (var engine = open(embedder)) {
      engine
          .namespace()
          .addAll(
              IntStream.range(0, TEXTS).mapToObj(i -> Memory.text("text " + i).build()).toList());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(calls.subList(0, dimensionCalls)).containsOnly(1);
    assertThat(calls.subList(dimensionCalls, calls.size())).isEqualTo(List.of(1_024, 1_024, 1));
  }

  @Test
  void documents_goToTheModelInCallsOfItsSize() {
    var small = new EmbeddingBatches(1_000, Long.MAX_VALUE, text -> text.length());
    try (var engine = open(new SpringAiEmbedder("m", "", new SpringModel(), small))) {
      new MnemeVectorStore(engine.namespace()).add(documents());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(calls).isEqualTo(List.of(1, 1_000, 1_000, 49));
  }

  @Test
  void aCallThatFails_writesNothing_andWhatWasEmbeddedIsNotAskedForAgain() {
    var model = new SpringModel();
    model.failing = true;
    var cache = CachingEmbedder.inMemory(new SpringAiEmbedder("m", "", model), 10_000);
    try (var engine = open(cache)) {
      var store = new MnemeVectorStore(engine.namespace());
      assertThatThrownBy(() -> store.add(documents())).hasMessage("rate limit");
      assertThat(engine.namespace().count()).isZero();
      model.failing = false;
      calls.clear();
      store.add(documents());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(calls.stream().mapToInt(Integer::intValue).sum()).isEqualTo(TEXTS - 2 * 1_024);
  }

  private static List<Document> documents() {
    return IntStream.range(0, TEXTS)
        .mapToObj(i -> new Document("d" + i, "text " + i, Map.of("n", i)))
        .toList();
  }

  private MemoryEngine open(Embedder embedder) {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(embedder));
  }
}
