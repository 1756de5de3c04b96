package dev.mneme.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbedderAnswers;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.memory.Embedding;
import java.util.List;

/**
 * Any LangChain4j {@link EmbeddingModel} as an {@link Embedder}. As thread-safe as the model; those
 * that run in process are.
 */
public final class LangChain4jEmbedder implements Embedder {
  private final String name;
  private final String queryPrefix;
  private final EmbeddingModel model;
  private final EmbeddingBatches batches;
  private final int dimension;

  /**
   * Asks the model for its dimension, for which some models embed a text.
   *
   * @param name what a store remembers: name the model and its version
   * @param queryPrefix what the model wants before a query, or an empty string
   */
  public LangChain4jEmbedder(String name, String queryPrefix, EmbeddingModel model) {
    this(name, queryPrefix, model, EmbeddingBatches.defaults());
  }

  /**
   * As above.
   *
   * @param batches the most that one call of the model may be given
   */
  public LangChain4jEmbedder(
      String name, String queryPrefix, EmbeddingModel model, EmbeddingBatches batches) {
    this.name = name;
    this.queryPrefix = queryPrefix;
    this.model = model;
    this.batches = batches;
    this.dimension = model.dimension();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public EmbeddingBatches batches() {
    return batches;
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    var segments = texts.stream().map(TextSegment::from).toList();
    var response = model.embedAll(segments);
    return EmbedderAnswers.converted(
        name,
        texts,
        response == null ? null : response.content(),
        dev.langchain4j.data.embedding.Embedding::vector);
  }

  @Override
  public Embedding embedQuery(String text) {
    var response = model.embed(queryPrefix + text);
    return EmbedderAnswers.converted(
        name,
        text,
        response == null ? null : response.content(),
        dev.langchain4j.data.embedding.Embedding::vector);
  }
}
