package dev.mneme.examples.cli.option;

import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.memory.Embedding;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up the time that another embedder spends on queries, so that a search can be told from its
 * model. Thread-safe.
 */
final class TimedEmbedder implements Embedder {
  private final Embedder embedder;
  private final LongAdder queryNanos = new LongAdder();

  TimedEmbedder(Embedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public String name() {
    return embedder.name();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public EmbeddingBatches batches() {
    return embedder.batches();
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    return embedder.embedMemories(texts);
  }

  @Override
  public Embedding embedQuery(String text) {
    long start = System.nanoTime();
    try {
      return embedder.embedQuery(text);
    } finally {
      queryNanos.add(System.nanoTime() - start);
    }
  }

  /** Nanoseconds spent on queries since the last call of this method. */
  long takeQueryNanos() {
    return queryNanos.sumThenReset();
  }
}
