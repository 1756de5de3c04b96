package dev.mneme.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbedderAnswers;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.memory.Embedding;
import dev.mneme.search.adapter.ModelEmbedder;
import java.util.List;

/**
 * Any LangChain4j {@link EmbeddingModel} as an {@link Embedder}. As thread-safe as the model; those
 * that run in process are.
 */
public final class LangChain4jEmbedder extends ModelEmbedder {
  private final EmbeddingModel model;

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
    super(name, queryPrefix, model.dimension(), batches);
    this.model = model;
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    var segments = texts.stream().map(TextSegment::from).toList();
    var response = model.embedAll(segments);
    return EmbedderAnswers.converted(
        name(),
        texts,
        response == null ? null : response.content(),
        dev.langchain4j.data.embedding.Embedding::vector);
  }

  @Override
  public Embedding embedQuery(String text) {
    var response = model.embed(asQuery(text));
    return EmbedderAnswers.converted(
        name(),
        text,
        response == null ? null : response.content(),
        dev.langchain4j.data.embedding.Embedding::vector);
  }
}
