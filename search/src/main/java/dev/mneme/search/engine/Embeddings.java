package dev.mneme.search.engine;

import dev.mneme.core.embed.Embedder;
import dev.mneme.core.embed.EmbeddingBatches;
import dev.mneme.core.model.Memory;
import dev.mneme.search.request.Leg;
import dev.mneme.search.request.SearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives memories and queries the vectors that they come without, where there is an embedder. Runs
 * in the caller's thread.
 */
final class Embeddings {
  private final Optional<Embedder> embedder;

  Embeddings(Optional<Embedder> embedder) {
    this.embedder = embedder;
  }

  /** The memories, in order, embedded in as few calls as the embedder accepts. */
  List<Memory> complete(List<Memory> memories) {
    if (embedder.isEmpty()) {
      return memories;
    }
    var without = memories.stream().filter(Embeddings::lacksVector).toList();
    if (without.isEmpty()) {
      return memories;
    }
    var vectors =
        EmbeddingBatches.embedMemories(embedder.get(), without.stream().map(Memory::text).toList());
    var complete = new ArrayList<Memory>(memories.size());
    int next = 0;
    for (var memory : memories) {
      complete.add(
          lacksVector(memory) ? memory.toBuilder().embedding(vectors.get(next++)).build() : memory);
    }
    return complete;
  }

  Memory complete(Memory memory) {
    return complete(List.of(memory)).getFirst();
  }

  /**
   * The request with a vector made from its text, where it has none and the vector leg is wanted.
   */
  SearchRequest complete(SearchRequest request) {
    boolean wanted = request.legs().isEmpty() || request.legs().getOrDefault(Leg.VECTOR, 0.0) > 0;
    if (embedder.isEmpty() || !wanted || request.embedding().isPresent() || request.textSyntax()) {
      return request;
    }
    return request
        .text()
        .filter(text -> !text.isBlank())
        .map(text -> request.withEmbedding(embedder.get().embedQuery(text)))
        .orElse(request);
  }

  private static boolean lacksVector(Memory memory) {
    return memory.embedding().isEmpty() && !memory.text().isBlank();
  }
}
