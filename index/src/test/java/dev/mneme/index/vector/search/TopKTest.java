package dev.mneme.index.vector.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 99, 100, 101})
  void ranked_likeASort_withTiesByHigherOrdinal(int k) {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var scores = new float[100];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (random.nextInt(21) - 10) / 4f;
      }
      var best = new TopK(k);
      var order = IntStream.range(0, scores.length).boxed().toList();
      var shuffled = new java.util.ArrayList<>(order);
      java.util.Collections.shuffle(shuffled, random);
      for (int ordinal : shuffled) {
        boolean accepts = best.accepts(scores[ordinal], ordinal);
        var before = best.ranked();
        best.offer(scores[ordinal], ordinal);
        assertThat(!Arrays.equals(before.ordinals(), best.ranked().ordinals()))
            .as("seed %d", seed)
            .isEqualTo(accepts);
      }
      var expected =
          order.stream()
              .sorted(
                  Comparator.<Integer>comparingDouble(o -> -scores[o])
                      .thenComparing(Comparator.reverseOrder()))
              .limit(k)
              .mapToInt(Integer::intValue)
              .toArray();
      var ranked = best.ranked();
      assertThat(ranked.ordinals()).as("seed %d", seed).isEqualTo(expected);
      for (int rank = 0; rank < ranked.size(); rank++) {
        assertThat(ranked.scores()[rank]).isEqualTo(scores[ranked.ordinals()[rank]]);
      }
    }
  }

  @Test
  void ranked_ordersInfinitiesAndExtremes() {
    var best = new TopK(6);
    float[] scores = {
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MAX_VALUE,
      0,
      Float.POSITIVE_INFINITY,
      -1e-40f
    };
    for (int i = 0; i < scores.length; i++) {
      best.offer(scores[i], i);
    }
    assertThat(best.ranked().ordinals()).containsExactly(4, 1, 3, 5, 2, 0);
    assertThat(best.worst()).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void offer_withoutRoom_keepsNothing() {
    var best = new TopK(0);
    best.offer(1, 1);
    assertThat(best.accepts(1, 1)).isFalse();
    assertThat(best.isFull()).isTrue();
    assertThat(best.ranked().size()).isZero();
  }
}
