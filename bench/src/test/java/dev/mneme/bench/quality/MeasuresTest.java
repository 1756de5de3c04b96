package dev.mneme.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Map<String, Double> RELEVANT = Map.of("a", 2.0, "b", 1.0, "c", 1.0);

  @Test
  void perfectAnswer_isOneInAll() {
    assertThat(Measures.of(List.of("a", "b", "c"), RELEVANT, 10)).isEqualTo(new Measures(1, 1, 1));
  }

  @Test
  void emptyAnswer_isZeroInAll() {
    assertThat(Measures.of(List.of(), RELEVANT, 10)).isEqualTo(new Measures(0, 0, 0));
  }

  @Test
  void partialAnswer_isAsWorkedOutByHand() {
    var measures = Measures.of(List.of("x", "b", "y", "a"), RELEVANT, 4);
    double gained = 1 / log2(3) + 2 / log2(5);
    double ideal = 2 + 1 / log2(3) + 1 / log2(4);
    assertThat(measures.recall()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(measures.ndcg()).isCloseTo(gained / ideal, within(1e-12));
    assertThat(measures.reciprocalRank()).isEqualTo(0.5);
  }

  @Test
  void hitsBeyondK_doNotCount() {
    assertThat(Measures.of(List.of("x", "y", "a"), RELEVANT, 2)).isEqualTo(new Measures(0, 0, 0));
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
