package dev.mneme.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryUpdateTest {
  private static final Memory MEMORY =
      Memory.text("text")
          .id("id")
          .time(Instant.EPOCH)
          .attribute("a", 1)
          .attribute("b", "x")
          .embedding(1, 2)
          .expires(Instant.ofEpochMilli(9))
          .build();

  @Test
  void applyTo_ofNothing_changesNothing() {
    assertThat(MemoryUpdate.builder().build().applyTo(MEMORY)).isEqualTo(MEMORY);
  }

  @Test
  void applyTo_changesWhatIsNamed() {
    var update =
        MemoryUpdate.builder()
            .text("new")
            .time(Instant.ofEpochMilli(5))
            .attribute("a", AttributeValue.of(2))
            .attribute("c", "y")
            .removeAttribute("b")
            .removeAttribute("missing")
            .embedding(Embedding.of(3, 4))
            .expires(Instant.ofEpochMilli(10))
            .build();
    assertThat(update.applyTo(MEMORY))
        .isEqualTo(
            Memory.text("new")
                .id("id")
                .time(Instant.ofEpochMilli(5))
                .attribute("a", 2)
                .attribute("c", "y")
                .embedding(3, 4)
                .expires(Instant.ofEpochMilli(10))
                .build());
  }

  @Test
  void applyTo_withANewText_dropsTheOldEmbedding() {
    assertThat(MemoryUpdate.builder().text("new").build().applyTo(MEMORY).embedding()).isEmpty();
    assertThat(MemoryUpdate.builder().text("text").build().applyTo(MEMORY).embedding())
        .isEqualTo(MEMORY.embedding());
  }

  @Test
  void neverExpires_removesTheExpiry_andTheLastCallWins() {
    assertThat(MemoryUpdate.builder().neverExpires().build().applyTo(MEMORY).expires()).isEmpty();
    var later = Instant.ofEpochMilli(10);
    assertThat(
            MemoryUpdate.builder().neverExpires().expires(later).build().applyTo(MEMORY).expires())
        .contains(later);
    assertThat(
            MemoryUpdate.builder().expires(later).neverExpires().build().applyTo(MEMORY).expires())
        .isEmpty();
  }

  @Test
  void attributes_theLastCallWins() {
    var set = MemoryUpdate.builder().removeAttribute("a").attribute("a", "z").build();
    assertThat(set.applyTo(MEMORY).attributes()).containsEntry("a", AttributeValue.of("z"));
    var removed = MemoryUpdate.builder().attribute("a", "z").removeAttribute("a").build();
    assertThat(removed.applyTo(MEMORY).attributes()).isEqualTo(Map.of("b", AttributeValue.of("x")));
  }
}
