package dev.mneme.search.engine;

import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbedderAnswers;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives memories and queries the vectors that they come without, where there is an embedder. Runs
 * in the caller's thread.
 */
final class Embeddings {
  private final Optional<Embedder> embedder;
  private final String name;
  private final int dimension;

  /**
   * @param dimension that the embedder promised when it was asked first
   */
  Embeddings(Optional<Embedder> embedder, OptionalInt dimension) {
    this.embedder = embedder;
    this.name = embedder.map(Embedder::name).orElse("none");
    this.dimension = dimension.orElse(0);
  }

  boolean isPresent() {
    return embedder.isPresent();
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
    var vectors = embedMemories(embedder.get(), without.stream().map(Memory::text).toList());
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
        .filter(Embeddings::hasWords)
        .map(text -> request.toBuilder().vector(embedQuery(embedder.get(), text)).build())
        .orElse(request);
  }

  private List<Embedding> embedMemories(Embedder model, List<String> texts) {
    try {
      var made = EmbeddingBatches.embedMemories(model, texts);
      return EmbedderAnswers.checked(name, dimension, texts, made);
    } catch (InvalidRequestException e) {
      throw EmbedderAnswers.failed(name, texts, e);
    }
  }

  private Embedding embedQuery(Embedder model, String text) {
    try {
      return EmbedderAnswers.checked(name, dimension, text, model.embedQuery(text));
    } catch (InvalidRequestException e) {
      throw EmbedderAnswers.failed(name, List.of(text), e);
    }
  }

  /** Why the text of a request is not searched by its meaning, where that is so. */
  Optional<String> gap(SearchRequest request) {
    boolean asked = request.legs().getOrDefault(Leg.VECTOR, 0.0) > 0;
    boolean wanted = asked || (request.legs().isEmpty() && !request.textSyntax());
    if (!wanted
        || request.embedding().isPresent()
        || request.text().filter(Embeddings::hasWords).isEmpty()) {
      return Optional.empty();
    }
    if (embedder.isEmpty()) {
      return Optional.of("the vector leg did not run: the engine was opened without an embedder");
    }
    return request.textSyntax()
        ? Optional.of("the vector leg did not run: a text in query syntax is not embedded")
        : Optional.empty();
  }

  private static boolean lacksVector(Memory memory) {
    return memory.embedding().isEmpty() && hasWords(memory.text());
  }

  private static boolean hasWords(String text) {
    return !text.isBlank();
  }
}
