package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.request.Fusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuserTest {

  @Test
  void reciprocalRank_sumsWeightedReciprocals() {
    var candidates =
        Candidates.of(
            List.of(
                new WeightedList(ranked(new int[] {7, 3}, 2f, 1f), 1),
                new WeightedList(ranked(new int[] {3, 9}, .9f, .8f), .5)));

    double[] scores = Fuser.score(candidates, Fusion.reciprocalRank());

    assertThat(candidates.size()).isEqualTo(3);
    assertThat(scores[slot(candidates, 7)]).isCloseTo(1 / 11.0, within(1e-11));
    assertThat(scores[slot(candidates, 3)]).isCloseTo(1 / 12.0 + .5 / 11, within(1e-11));
    assertThat(scores[slot(candidates, 9)]).isCloseTo(.5 / 12, within(1e-11));
  }

  @Test
  void relativeScore_scalesEachListToOne() {
    var candidates =
        Candidates.of(
            List.of(
                new WeightedList(ranked(new int[] {1, 2, 3}, 30f, 20f, 10f), 1),
                new WeightedList(ranked(new int[] {3}, 5f), .5)));

    double[] scores = Fuser.score(candidates, Fusion.relativeScore());

    assertThat(scores[slot(candidates, 1)]).isEqualTo(1);
    assertThat(scores[slot(candidates, 2)]).isEqualTo(.5);
    assertThat(scores[slot(candidates, 3)])
        .as("last of the first list, only one of the second")
        .isGreaterThan(.5)
        .isCloseTo(.5, within(1e-8));
  }

  @Test
  void relativeScore_equalScores_allGetOne() {
    var candidates = Candidates.of(List.of(new WeightedList(ranked(new int[] {1, 2}, 3f, 3f), .7)));

    assertThat(Fuser.score(candidates, Fusion.relativeScore()))
        .containsExactly(new double[] {.7, .7}, within(1e-11));
  }

  @Test
  void equalRawScores_shareARank() {
    var candidates =
        Candidates.of(List.of(new WeightedList(ranked(new int[] {4, 3, 2, 1}, 9f, 5f, 5f, 1f), 1)));

    assertThat(IntStream.range(0, 4).map(slot -> candidates.rank(slot, 0)))
        .containsExactly(1, 2, 2, 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void score_agreesWithTheNaiveOne(boolean reciprocal) {
    Fusion fusion = reciprocal ? new Fusion.ReciprocalRank(10) : Fusion.relativeScore();
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var lists = randomLists(random);
      var candidates = Candidates.of(lists);
      double[] scores = Fuser.score(candidates, fusion);
      for (int slot = 0; slot < candidates.size(); slot++) {
        double expected = naive(lists, candidates.ordinal(slot), fusion);
        assertThat(scores[slot])
            .as("seed %d, ordinal %d", seed, candidates.ordinal(slot))
            .isCloseTo(expected, within(1e-11));
      }
      long distinct =
          lists.stream()
              .flatMapToInt(list -> IntStream.of(list.ranked().ordinals()))
              .distinct()
              .count();
      assertThat(candidates.size()).as("seed %d", seed).isEqualTo((int) distinct);
    }
  }

  static List<WeightedList> randomLists(Random random) {
    var lists = new ArrayList<WeightedList>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      int size = random.nextInt(random.nextBoolean() ? 20 : 500);
      int[] ordinals = random.ints(0, 700).distinct().limit(size).toArray();
      int granularity = random.nextBoolean() ? 8 : 1_000_000;
      var scores = new float[size];
      for (int j = 0; j < size; j++) {
        scores[j] = random.nextInt(granularity);
      }
      java.util.Arrays.sort(scores);
      for (int j = 0; j < size / 2; j++) {
        float held = scores[j];
        scores[j] = scores[size - 1 - j];
        scores[size - 1 - j] = held;
      }
      lists.add(new WeightedList(new RankedOrdinals(ordinals, scores), .1 + random.nextDouble()));
    }
    return lists;
  }

  /**
   * By the definition: the lists cut at the depth of the tier in which the ordinal is first seen.
   */
  private static double naive(List<WeightedList> lists, int ordinal, Fusion fusion) {
    int depth = naiveDepth(lists, ordinal);
    double sum = 0;
    for (var list : lists) {
      var scores = new ArrayList<Float>();
      Float own = null;
      for (int i = 0; i < Math.min(depth, list.ranked().size()); i++) {
        scores.add(list.ranked().scores()[i]);
        own = list.ranked().ordinals()[i] == ordinal ? (Float) list.ranked().scores()[i] : own;
      }
      if (own == null) {
        continue;
      }
      sum +=
          list.weight()
              * switch (fusion) {
                case Fusion.ReciprocalRank rrf -> 1 / (rrf.k() + 1 + scores.indexOf(own));
                case Fusion.RelativeScore ignored -> {
                  float best = scores.getFirst();
                  float worst = scores.getLast();
                  yield best == worst ? 1 : Math.max(1e-9, (own - worst) / (double) (best - worst));
                }
              };
    }
    return sum;
  }

  static int naiveDepth(List<WeightedList> lists, int ordinal) {
    for (int depth = 100; ; depth *= 2) {
      for (var list : lists) {
        for (int i = 0; i < Math.min(depth, list.ranked().size()); i++) {
          if (list.ranked().ordinals()[i] == ordinal) {
            return depth;
          }
        }
      }
    }
  }

  private static int slot(Candidates candidates, int ordinal) {
    return IntStream.range(0, candidates.size())
        .filter(slot -> candidates.ordinal(slot) == ordinal)
        .findFirst()
        .orElseThrow();
  }

  private static RankedOrdinals ranked(int[] ordinals, float... scores) {
    return new RankedOrdinals(ordinals, scores);
  }
}
