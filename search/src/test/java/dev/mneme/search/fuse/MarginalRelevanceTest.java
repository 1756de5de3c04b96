package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarginalRelevanceTest {

  @Test
  void lambdaOne_keepsTheOrder() {
    assertThat(MarginalRelevance.pick(new double[] {3, 2, 2, 1}, 4, 1, (a, b) -> 1))
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void aNearDuplicate_givesWayToSomethingNew() {
    // 0 and 1 say the same, 2 is a little less relevant
    assertThat(
            MarginalRelevance.pick(new double[] {1, .95, .8}, 3, .5, (a, b) -> a + b == 1 ? 1 : 0))
        .containsExactly(0, 2, 1);
  }

  @Test
  void fewerPicksThanCandidates_picksThatMany() {
    assertThat(MarginalRelevance.pick(new double[] {0, 0, 0}, 2, 0, (a, b) -> 0))
        .containsExactly(0, 1);
  }

  @Test
  void pick_agreesWithTheDefinition() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      int size = 1 + random.nextInt(20);
      double[] scores = random.doubles(size).toArray();
      Arrays.sort(scores);
      var similar = new double[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < i; j++) {
          similar[i][j] = similar[j][i] = random.nextDouble();
        }
      }
      double lambda = random.nextDouble();
      int[] picked = MarginalRelevance.pick(scores, size, lambda, (a, b) -> similar[a][b]);

      var before = new ArrayList<Integer>();
      for (int pick : picked) {
        double value = value(pick, before, scores, similar, lambda);
        for (int other = 0; other < size; other++) {
          if (!before.contains(other)) {
            assertThat(value(other, before, scores, similar, lambda))
                .as("seed %d", seed)
                .isLessThanOrEqualTo(value);
          }
        }
        before.add(pick);
      }
      assertThat(before).as("seed %d", seed).doesNotHaveDuplicates().hasSize(size);
    }
  }

  private static double value(
      int candidate, List<Integer> before, double[] scores, double[][] similar, double lambda) {
    double closest =
        before.stream().mapToDouble(other -> similar[candidate][other]).max().orElse(0);
    return lambda * (scores[candidate] / scores[scores.length - 1]) - (1 - lambda) * closest;
  }
}
