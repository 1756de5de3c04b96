package dev.mneme.embed;

import dev.mneme.memory.Embedding;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down every call; queries differ from memories, as with models that want a prefix. */
final class CountingEmbedder implements Embedder {
  final HashingEmbedder hashing;
  private final String name;
  final List<List<String>> calls = new CopyOnWriteArrayList<>();

  CountingEmbedder(String name, int dimension) {
    this.name = name;
    this.hashing = new HashingEmbedder(dimension);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return hashing.dimension();
  }

  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    calls.add(texts);
    return hashing.embedMemories(texts);
  }

  @Override
  public Embedding embedQuery(String text) {
    calls.add(List.of("query: " + text));
    return hashing.embedQuery("query: " + text);
  }
}
