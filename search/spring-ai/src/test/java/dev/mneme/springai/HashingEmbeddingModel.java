package dev.mneme.springai;

import dev.mneme.embed.HashingEmbedder;
import java.util.stream.IntStream;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** The hashing embedder as Spring AI sees models. */
record HashingEmbeddingModel(HashingEmbedder embedder) implements EmbeddingModel {
  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    var vectors = embedder.embedMemories(request.getInstructions());
    return new EmbeddingResponse(
        IntStream.range(0, vectors.size())
            .mapToObj(i -> new Embedding(vectors.get(i).array().clone(), i))
            .toList());
  }

  @Override
  public float[] embed(Document document) {
    return embed(getEmbeddingContent(document));
  }

  @Override
  public String getEmbeddingContent(Document document) {
    var text = document.getText();
    return text == null ? "" : text;
  }
}
