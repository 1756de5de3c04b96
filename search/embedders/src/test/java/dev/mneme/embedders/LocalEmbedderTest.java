package dev.mneme.embedders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Embedding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalEmbedderTest {
  private static double cosine(Embedding a, Embedding b) {
    double dot = 0;
    for (int i = 0; i < a.dimension(); i++) {
      dot += a.array()[i] * b.array()[i];
    }
    return dot;
  }

  @Test
  void eachModel_findsTheTextThatMeansTheSame() {
    for (var model : LocalModel.values()) {
      try (var embedder = new LocalEmbedder(model)) {
        var memories =
            embedder.embedMemories(
                List.of("The cat sleeps on the sofa.", "Interest rates rose again this quarter."));
        var query = embedder.embedQuery("Where does the kitten nap?");

        assertThat(query.dimension()).isEqualTo(embedder.dimension());
        assertThat(cosine(query, query)).isBetween(0.999, 1.001);
        assertThat(cosine(query, memories.get(0)))
            .isGreaterThan(cosine(query, memories.get(1)) + 0.1);
      }
    }
  }

  @Test
  void vector_doesNotDependOnItsNeighboursOrItsThread() {
    var texts = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      texts.add("text number " + i + " is about " + "things ".repeat(i));
    }
    try (var embedder = new LocalEmbedder(LocalModel.MINILM)) {
      var together = embedder.embedMemories(texts);

      for (int i = 0; i < texts.size(); i++) {
        assertThat(embedder.embedMemories(List.of(texts.get(i))).getFirst())
            .isEqualTo(together.get(i));
      }
    }
  }

  @Test
  void oddTexts_haveAVectorToo() {
    try (var embedder = new LocalEmbedder(LocalModel.MINILM)) {
      var texts =
          List.of(
              "\u200B",
              "\u0000",
              "😀",
              "?!",
              "x".repeat(100_000),
              "\uFFFD",
              "a\u0301",
              "#".repeat(3_000));

      var vectors = embedder.embedMemories(texts);

      assertThat(vectors).hasSameSizeAs(texts);
      assertThat(vectors)
          .extracting(Embedding::isZero)
          .as("zero where there is no token")
          .containsExactly(true, true, false, false, false, true, false, false);
    }
  }
}
