package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestOrdinalsTest {

  /** Sizes around where arrays grow and where what waits is dropped by age. */
  private static final int[] SIZES = {0, 1, 15, 16, 17, 127, 128, 129, 1_023, 1_024, 1_025, 5_000};

  @Test
  void ranked_isTheSetThatSortingGives_whateverTheOrderOfTheOffers() {
    for (int seed = 0; seed < 120; seed++) {
      var random = new Random(seed);
      int size = SIZES[seed % SIZES.length];
      var order = ModelOrder.random(random, size, 1 + random.nextInt(seed % 2 == 0 ? 3 : 500));
      float[] scores = scores(random, size);
      for (int k : new int[] {0, 1, 2, 16, 100, 1_030, size, size + 1}) {
        var best = new BestOrdinals(k, order);
        order.shuffled(random).forEach(ordinal -> best.offer(scores[ordinal], ordinal));
        assertThat(best.ranked().ordinals())
            .as("seed %d, k %d", seed, k)
            .containsExactly(expected(order, scores, k));
        assertThat(best.isFull()).isEqualTo(k <= size);
      }
    }
  }

  @Test
  void remove_leavesWhatWouldBeThereIfTheRemovedAreOfferedAgain() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var order = ModelOrder.random(random, 300, 5);
      float[] scores = scores(random, 300);
      int k = 1 + random.nextInt(150);
      var best = new BestOrdinals(k, order);
      order.shuffled(random).forEach(ordinal -> best.offer(scores[ordinal], ordinal));
      var removed = IntStream.range(0, 300).filter(ordinal -> random.nextInt(3) == 0).toArray();
      best.remove(OrdinalBitmap.of(removed));
      for (int ordinal : removed) {
        best.offer(scores[ordinal], ordinal);
      }
      assertThat(best.ranked().ordinals())
          .as("seed %d", seed)
          .containsExactly(expected(order, scores, k));
    }
  }

  @Test
  void keysAndTimes_areAskedForOnlyIfTheCutFallsBetweenTies() {
    var order = ModelOrder.random(new Random(1), 100, 1);
    var best = new BestOrdinals(10, order);
    for (int ordinal = 0; ordinal < 100; ordinal++) {
      best.offer(ordinal / 10, ordinal);
    }
    assertThat(best.ranked().ordinals()).hasSize(10);
    assertThat(order.takeAsked()).isZero();
    var inTheMiddle = new BestOrdinals(15, order);
    for (int ordinal = 0; ordinal < 100; ordinal++) {
      inTheMiddle.offer(ordinal / 10, ordinal);
    }
    assertThat(inTheMiddle.ranked().ordinals()).hasSize(15);
    assertThat(order.takeAsked()).isEqualTo(10);
  }

  @Test
  void accepts_saysWhetherAnOfferMayChangeTheResult() {
    var best = new BestOrdinals(2, ModelOrder.random(new Random(2), 4, 4));
    assertThat(best.worst()).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(best.offer(-1, 0)).isTrue();
    assertThat(best.accepts(Float.NEGATIVE_INFINITY)).isTrue();
    assertThat(best.offer(3, 1)).isTrue();
    assertThat(best.worst()).isEqualTo(-1);
    assertThat(best.accepts(-1)).isTrue();
    assertThat(best.accepts(Math.nextDown(-1f))).isFalse();
    assertThat(best.offer(-1, 2)).isFalse();
    assertThat(best.offer(3, 3)).isTrue();
    assertThat(best.worst()).isEqualTo(3);
    assertThat(new BestOrdinals(0, TieOrder.LATEST_WRITTEN).accepts(1)).isFalse();
  }

  private static float[] scores(Random random, int size) {
    var scores = new float[size];
    int distinct = 1 + random.nextInt(12);
    for (int i = 0; i < size; i++) {
      scores[i] = (random.nextInt(distinct) - 3) / 4f;
    }
    return scores;
  }

  private static int[] expected(ModelOrder order, float[] scores, int k) {
    Comparator<Integer> byScore = Comparator.comparingDouble(ordinal -> -scores[ordinal]);
    List<Integer> best =
        IntStream.range(0, order.size())
            .boxed()
            .sorted(byScore.thenComparing(order.ties()))
            .limit(k)
            .toList();
    return best.stream()
        .sorted(byScore.thenComparing(Comparator.reverseOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
