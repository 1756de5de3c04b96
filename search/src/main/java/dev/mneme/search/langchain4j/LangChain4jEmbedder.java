package dev.mneme.search.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.mneme.core.embed.Embedder;
import dev.mneme.core.model.Embedding;
import java.util.List;

/**
 * Any LangChain4j {@link EmbeddingModel} as an {@link Embedder}. As thread-safe as the model; those
 * that run in process are.
 */
public final class LangChain4jEmbedder implements Embedder {
  private final String name;
  private final String queryPrefix;
  private final EmbeddingModel model;

  /**
   * @param name what a store remembers: name the model and its version
   * @param queryPrefix what the model wants before a query, or an empty string
   */
  public LangChain4jEmbedder(String name, String queryPrefix, EmbeddingModel model) {
    this.name = name;
    this.queryPrefix = queryPrefix;
    this.model = model;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    var segments = texts.stream().map(TextSegment::from).toList();
    return model.embedAll(segments).content().stream()
        .map(embedding -> Embedding.of(embedding.vector()))
        .toList();
  }

  @Override
  public Embedding embedQuery(String text) {
    return Embedding.of(model.embed(queryPrefix + text).content().vector());
  }
}
