package dev.mneme.embed;

import dev.mneme.memory.Embedding;
import java.util.List;

/**
 * Turns texts into vectors. Implementations must be thread-safe. Memories and queries may be
 * embedded differently: some models want a prefix before a query.
 */
public interface Embedder {

  /**
   * Names the model and everything that changes its output; a store remembers it and refuses
   * another.
   */
  String name();

  /**
   * The length of every vector that this embedder makes. Asked once by whoever uses the embedder:
   * some models embed a text to know it.
   */
  int dimension();

  /** The most that one call of {@link #embedMemories} is given. */
  default EmbeddingBatches batches() {
    return EmbeddingBatches.defaults();
  }

  /**
   * One vector a text, in order. Texts are not blank, and no more than {@link #batches} says, where
   * the caller uses {@link EmbeddingBatches#embedMemories}, as the engine does.
   */
  List<Embedding> embedMemories(List<String> texts);

  /** The vector that finds memories which answer {@code text}. */
  Embedding embedQuery(String text);
}
