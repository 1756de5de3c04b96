package dev.mneme.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedTestTest {
  private static final int QUERIES = 100;

  private static double[] noisy(long seed, double mean) {
    var random = new SplittableRandom(seed);
    var values = new double[QUERIES];
    Arrays.setAll(values, _ -> mean + 0.3 * random.nextGaussian());
    return values;
  }

  @Test
  void equalAnswers_haveNoDifference() {
    var test = PairedTest.of(noisy(1, 0.5), noisy(1, 0.5));
    assertThat(test.difference()).isZero();
    assertThat(test.p()).isEqualTo(1);
  }

  @Test
  void clearDifference_isSignificant() {
    var test = PairedTest.of(noisy(1, 0.5), noisy(2, 0.7));
    assertThat(test.p()).isLessThan(0.001);
    assertThat(test.low()).isPositive();
    assertThat(test.difference()).isBetween(test.low(), test.high());
  }

  /** Under chance alone, p is uniform: about one test in twenty falls below 0.05. */
  @Test
  void chance_isRarelySignificant() {
    int significant = 0;
    int tests = 60;
    for (int i = 0; i < tests; i++) {
      significant += PairedTest.of(noisy(i, 0.5), noisy(i + tests, 0.5)).p() < 0.05 ? 1 : 0;
    }
    assertThat(significant).isBetween(0, 9);
  }
}
