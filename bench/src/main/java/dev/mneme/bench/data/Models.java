package dev.mneme.bench.data;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.mneme.embed.Embedder;
import dev.mneme.langchain4j.LangChain4jEmbedder;

/** The embedding models that run in process. */
public final class Models {
  private Models() {}

  public static Embedder miniLm() {
    return new LangChain4jEmbedder(
        "all-minilm-l6-v2-q", "", new AllMiniLmL6V2QuantizedEmbeddingModel());
  }

  public static Embedder bgeSmall() {
    return new LangChain4jEmbedder(
        "bge-small-en-v1.5-q",
        "Represent this sentence for searching relevant passages: ",
        new BgeSmallEnV15QuantizedEmbeddingModel());
  }
}
