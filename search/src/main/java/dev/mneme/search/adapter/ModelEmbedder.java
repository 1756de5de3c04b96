package dev.mneme.search.adapter;

import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbeddingBatches;

/** What every framework's model needs to be an {@link Embedder}, but for the calls themselves. */
public abstract class ModelEmbedder implements Embedder {
  private final String name;
  private final String queryPrefix;
  private final int dimension;
  private final EmbeddingBatches batches;

  /**
   * @param name what a store remembers
   * @param queryPrefix what the model wants before a query, or an empty string
   * @param batches the most that one call of the model may be given
   */
  protected ModelEmbedder(
      String name, String queryPrefix, int dimension, EmbeddingBatches batches) {
    this.name = name;
    this.queryPrefix = queryPrefix;
    this.dimension = dimension;
    this.batches = batches;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int dimension() {
    return dimension;
  }

  @Override
  public final EmbeddingBatches batches() {
    return batches;
  }

  /** The text that the model gets for a query. */
  protected final String asQuery(String text) {
    return queryPrefix + text;
  }
}
