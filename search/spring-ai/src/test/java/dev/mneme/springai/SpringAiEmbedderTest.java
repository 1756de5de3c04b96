package dev.mneme.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.embed.HashingEmbedder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpringAiEmbedderTest {
  private final HashingEmbedder hashing = new HashingEmbedder(32);
  private final SpringAiEmbedder embedder =
      new SpringAiEmbedder("hashing@1", "query: ", new HashingEmbeddingModel(hashing));

  @Test
  void nameAndDimension_areThoseOfTheModel() {
    assertThat(embedder.name()).isEqualTo("hashing@1");
    assertThat(embedder.dimension()).isEqualTo(32);
  }

  @Test
  void prefix_standsBeforeQueriesOnly() {
    assertThat(embedder.embedQuery("who joined"))
        .isEqualTo(hashing.embedQuery("query: who joined"));
    assertThat(embedder.embedMemories(List.of("who joined", "rain")))
        .isEqualTo(hashing.embedMemories(List.of("who joined", "rain")));
  }
}
