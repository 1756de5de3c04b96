package dev.mneme.index.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopOrdinalsTest {
  private record Offer(int ordinal, float score) {}

  /** The heap starts with room for 128 and doubles up to k. */
  @Test
  void best_ofEveryKAroundEachGrowth_areThoseOfASort() {
    var random = new Random(20);
    for (int k :
        new int[] {1, 2, 3, 126, 127, 128, 129, 130, 255, 256, 257, 300, 511, 512, 513, 1_025}) {
      for (int offered : new int[] {0, 1, k - 1, k, k + 1, 2 * k, 3_000}) {
        var offers = new ArrayList<Offer>();
        var top = new TopOrdinals(k);
        for (int ordinal = 0; ordinal < offered; ordinal++) {
          var offer = new Offer(ordinal, random.nextInt(20));
          offers.add(offer);
          top.offer(offer.ordinal, offer.score);
        }
        offers.sort(Comparator.comparing(Offer::score).thenComparing(Offer::ordinal).reversed());
        var best = offers.subList(0, Math.min(k, offered));
        assertThat(top.ranked().ordinals())
            .as("k %s of %s", k, offered)
            .containsExactly(best.stream().mapToInt(Offer::ordinal).toArray());
        assertThat(top.isFull()).isEqualTo(offered >= k);
      }
    }
  }
}
