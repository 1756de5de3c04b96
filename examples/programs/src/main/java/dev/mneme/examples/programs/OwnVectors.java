package dev.mneme.examples.programs;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.memory.Memory;
import dev.mneme.memory.Similarity;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.List;

/**
 * Your own vectors: no embedder, no model; memories and queries bring vectors from elsewhere. Here
 * they are colours, red, green and blue, and the nearest colour is looked for. Takes the directory
 * of the store.
 */
public final class OwnVectors {
  private OwnVectors() {}

  public static void main(String... args) {
    // The dimension and the similarity are fixed when the store is made.
    var options = EngineOptions.defaults().dimension(3).similarity(Similarity.EUCLIDEAN);
    try (var engine = MemoryEngine.open(Path.of(args[0]), options)) {
      var colours = engine.namespace("colours");
      colours.putAll(
          List.of(
              colour("crimson", true, 0.86f, 0.08f, 0.24f),
              colour("tomato", true, 1.00f, 0.39f, 0.28f),
              colour("teal", false, 0.00f, 0.50f, 0.50f),
              colour("navy", false, 0.00f, 0.00f, 0.50f)));

      var orangeRed = SearchRequest.vector(1.00f, 0.27f, 0.00f).limit(2).build();
      for (var hit : colours.search(orangeRed).hits()) {
        System.out.println("near orange-red: " + hit.memory().id());
      }

      var coldest = SearchRequest.vector(1.00f, 0.27f, 0.00f).filter("warm = FALSE").limit(1);
      var nearest = colours.search(coldest.build()).hits().getFirst();
      System.out.println("nearest that is cold: " + nearest.memory().id());
    }
  }

  private static Memory colour(String name, boolean warm, float... redGreenBlue) {
    return Memory.builder().id(name).attribute("warm", warm).embedding(redGreenBlue).build();
  }
}
