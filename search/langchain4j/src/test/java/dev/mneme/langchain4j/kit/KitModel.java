package dev.mneme.langchain4j.kit;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The model that LangChain4j's own stores run their kits with, loaded once. It remembers what it
 * has embedded: the kits have few texts and embed them for every test.
 */
final class KitModel implements EmbeddingModel {
  static final EmbeddingModel MODEL = new KitModel();

  private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
  private final Map<String, Embedding> known = new ConcurrentHashMap<>();

  private KitModel() {}

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        segments.stream()
            .map(
                segment ->
                    known.computeIfAbsent(segment.text(), text -> model.embed(text).content()))
            .toList());
  }
}
