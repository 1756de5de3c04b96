package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecencyTest {

  @Test
  void factor_halvesWithEveryHalfLife() {
    assertThat(Recency.factor(0, 100)).isEqualTo(1);
    assertThat(Recency.factor(100, 100)).isCloseTo(.5, within(1e-12));
    assertThat(Recency.factor(300, 100)).isCloseTo(.125, within(1e-12));
  }

  @Test
  void factor_ofTheFuture_isOne() {
    assertThat(Recency.factor(-5_000, 100)).isEqualTo(1);
  }
}
