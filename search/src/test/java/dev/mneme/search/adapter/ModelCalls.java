package dev.mneme.search.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.embed.Embedder;
import dev.mneme.memory.Memory;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How often a framework's model is called, which is what its service bills and limits. */
public final class ModelCalls {
  /** More texts than two calls take. */
  public static final int TEXTS = 2_049;

  private final Path directory;
  private final List<Integer> sizes = new ArrayList<>();

  /** For an engine in this directory. */
  public ModelCalls(Path directory) {
    this.directory = directory;
  }

  /** What the model says when it is called, with the number of texts. */
  public void called(int texts) {
    sizes.add(texts);
  }

  public void forget() {
    sizes.clear();
  }

  /** Texts of each call; the dimension is known by embedding one, as a remote model does it. */
  public List<Integer> sizes() {
    return sizes;
  }

  public MemoryEngine open(Embedder embedder) {
    return MemoryEngine.open(
        directory, EngineOptions.defaults().durability(Durability.ASYNC).embedder(embedder));
  }

  /** Adds {@link #TEXTS} at once and asserts that the dimension is asked for once and first. */
  public void assertAddAllIsCut(Embedder embedder) {
    try (var engine = open(embedder)) {
      engine
          .namespace()
          .addAll(
              IntStream.range(0, TEXTS).mapToObj(i -> Memory.text("text " + i).build()).toList());
      assertThat(engine.namespace().count()).isEqualTo(TEXTS);
    }
    assertThat(sizes).isEqualTo(List.of(1, 1_024, 1_024, 1));
  }
}
