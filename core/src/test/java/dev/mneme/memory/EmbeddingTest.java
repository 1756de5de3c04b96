package dev.mneme.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mneme.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void of_mustBeFinite(float value) {
    assertThatThrownBy(() -> Embedding.of(0, value, 0))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("a vector must be finite, but component 1 is " + value);
    assertThatThrownBy(() -> Embedding.wrap(new float[] {value}))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void of_needsADimension() {
    assertThatThrownBy(Embedding::of)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("at least one dimension");
  }

  @Test
  void of_copies_andWrapDoesNot() {
    float[] values = {1, 2};
    var copy = Embedding.of(values);
    var wrapped = Embedding.wrap(values);
    values[0] = 9;
    assertThat(copy.array()).containsExactly(1, 2);
    assertThat(wrapped.array()).isSameAs(values);
    assertThat(copy.dimension()).isEqualTo(2);
  }

  @Test
  void isZero() {
    assertThat(Embedding.of(0, -0f).isZero()).isTrue();
    assertThat(Embedding.of(0, Float.MIN_VALUE).isZero()).isFalse();
  }

  @Test
  void equals_isByContent() {
    assertThat(Embedding.of(1, 2))
        .isEqualTo(Embedding.of(1, 2))
        .hasSameHashCodeAs(Embedding.of(1, 2));
    assertThat(Embedding.of(1, 2)).isNotEqualTo(Embedding.of(1, 3)).isNotEqualTo(Embedding.of(1));
  }
}
