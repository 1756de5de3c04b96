package dev.mneme.springai;

import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbedderAnswers;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.memory.Embedding;
import dev.mneme.search.adapter.ModelEmbedder;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;

/**
 * Any Spring AI {@link EmbeddingModel} as an {@link Embedder}. As thread-safe as the model.
 *
 * <pre>{@code
 * var embedder = new SpringAiEmbedder("nomic-embed-text", "search_query: ", model);
 * var options = EngineOptions.defaults().embedder(embedder);
 * var store = new MnemeVectorStore(MemoryEngine.open(Path.of("memories"), options).namespace());
 * store.add(List.of(new Document("Caroline joined the support group")));
 * store.similaritySearch("When did Caroline join?");
 * }</pre>
 */
public final class SpringAiEmbedder extends ModelEmbedder {
  private final EmbeddingModel model;

  /**
   * Asks the model for its dimension, for which some models embed a text.
   *
   * @param name what a store remembers: name the model and its version
   * @param queryPrefix what the model wants before a query, or an empty string
   */
  public SpringAiEmbedder(String name, String queryPrefix, EmbeddingModel model) {
    this(name, queryPrefix, model, EmbeddingBatches.defaults());
  }

  /**
   * As above.
   *
   * @param batches the most that one call of the model may be given
   */
  public SpringAiEmbedder(
      String name, String queryPrefix, EmbeddingModel model, EmbeddingBatches batches) {
    super(name, queryPrefix, model.dimensions(), batches);
    this.model = model;
  }

  /** What the model embeds of a document: its text, and such metadata as its mode says. */
  String contentOf(Document document) {
    return Objects.requireNonNullElse(model.getEmbeddingContent(document), "");
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    return EmbedderAnswers.converted(name(), texts, model.embed(texts), vector -> vector);
  }

  @Override
  public Embedding embedQuery(String text) {
    return EmbedderAnswers.converted(name(), text, model.embed(asQuery(text)), vector -> vector);
  }
}
