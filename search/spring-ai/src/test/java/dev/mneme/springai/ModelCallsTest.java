package dev.mneme.springai;

import static dev.mneme.search.adapter.ModelCalls.TEXTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.embed.CachingEmbedder;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.search.adapter.ModelCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** How often a model of Spring AI is called. */
class ModelCallsTest {
  private static final HashingEmbedder HASHING = new HashingEmbedder(16);

  @TempDir private Path directory;
  private ModelCalls calls;

  @BeforeEach
  void count() {
    calls = new ModelCalls(directory);
  }

  private final class Model implements EmbeddingModel {
    private boolean failing;

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      var texts = request.getInstructions();
      calls.called(texts.size());
      if (failing && calls.sizes().size() == 4) {
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
    calls.assertAddAllIsCut(new SpringAiEmbedder("m", "", new Model()));
  }

  @Test
  void documents_goToTheModelInCallsOfItsSize() {
    var small = new EmbeddingBatches(1_000, Long.MAX_VALUE, text -> text.length());
    try (var engine = calls.open(new SpringAiEmbedder("m", "", new Model(), small))) {
      new MnemeVectorStore(engine.namespace()).add(documents());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(calls.sizes()).isEqualTo(List.of(1, 1_000, 1_000, 49));
  }

  @Test
  void aCallThatFails_writesNothing_andWhatWasEmbeddedIsNotAskedForAgain() {
    var model = new Model();
    model.failing = true;
    var cache = CachingEmbedder.inMemory(new SpringAiEmbedder("m", "", model), 10_000);
    try (var engine = calls.open(cache)) {
      var store = new MnemeVectorStore(engine.namespace());
      assertThatThrownBy(() -> store.add(documents())).hasMessage("rate limit");
      assertThat(engine.namespace().count()).isZero();
      model.failing = false;
      calls.forget();
      store.add(documents());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(calls.sizes().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(TEXTS - 2 * 1_024);
  }

  private static List<Document> documents() {
    return IntStream.range(0, TEXTS)
        .mapToObj(i -> new Document("d" + i, "text " + i, Map.of("n", i)))
        .toList();
  }
}
