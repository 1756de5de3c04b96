package dev.mneme.index.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestOrdinalsTest {

  @Test
  void drain_agreesWithSorting_whateverTheOrderOfTheOffers() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var order = ModelOrder.random(random, random.nextInt(100), 1 + random.nextInt(40));
      for (int k : new int[] {0, 1, random.nextInt(50), 99, 100, 101}) {
        var newest = new NewestOrdinals(k, order);
        order.shuffled(random).forEach(ordinal -> newest.offer(order.time(ordinal), ordinal));
        int[] expected =
            IntStream.range(0, order.size())
                .boxed()
                .sorted(order.ties())
                .limit(k)
                .sorted(order.newestThenLatest())
                .mapToInt(ordinal -> ordinal)
                .toArray();
        assertThat(newest.drain()).as("seed %d, k %d", seed, k).containsExactly(expected);
      }
    }
  }

  @Test
  void keys_areAskedForOnlyWhereTheCutFallsBetweenEqualTimes() {
    var order =
        new ModelOrder(new long[] {5, 5, 4, 3, 3, 3}, new String[] {"f", "e", "d", "c", "b", "a"});
    for (int k : new int[] {1, 2, 3, 4, 5, 6}) {
      var newest = new NewestOrdinals(k, order);
      IntStream.range(0, 6).forEach(ordinal -> newest.offer(order.time(ordinal), ordinal));
      newest.drain();
      boolean between = k == 1 || k == 4 || k == 5;
      assertThat(order.takeAsked()).as("k %d", k).isEqualTo(between ? k == 1 ? 2 : 3 : 0);
    }
  }
}
