package dev.mneme.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.core.vector.VectorKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashingEmbedderTest {

  private final Embedder embedder = new HashingEmbedder(256);

  @Test
  void vectors_haveTheDimensionAndLengthOne() {
    for (String text : List.of("", "?!", "one", "Caroline joined the group", "漢字")) {
      var embedding = embedder.embedQuery(text);
      assertThat(embedding.dimension()).isEqualTo(256);
      assertThat(similarity(text, text)).isEqualTo(1, within(1e-5f));
    }
  }

  @Test
  void sharedWords_bringTextsCloser() {
    assertThat(similarity("Caroline joined the group", "the GROUP, joined: Caroline!"))
        .isEqualTo(1, within(1e-5f));
    assertThat(similarity("Caroline joined the group", "Caroline left the group"))
        .isGreaterThan(0.5f);
    assertThat(similarity("Caroline joined the group", "rain falls on Monday")).isLessThan(0.4f);
  }

  private float similarity(String a, String b) {
    return VectorKernels.scalar()
        .dot(embedder.embedQuery(a).array(), embedder.embedMemories(List.of(b)).getFirst().array());
  }
}
