package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewestOrdinalsTest {

  @Test
  void drain_agreesWithSorting() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      long[] times = random.longs(random.nextInt(100), 0, 40).toArray();
      int k = random.nextInt(50);
      var newest = new NewestOrdinals(k);
      for (int ordinal = 0; ordinal < times.length; ordinal++) {
        newest.offer(times[ordinal], ordinal);
      }
      var drained = newest.drain();
      int[] expected =
          IntStream.range(0, times.length)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingLong(ordinal -> -times[ordinal])
                      .thenComparingInt(ordinal -> -ordinal))
              .limit(k)
              .mapToInt(ordinal -> ordinal)
              .toArray();
      assertThat(drained.ordinals()).as("seed %d", seed).containsExactly(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(drained.scores()[i])
            .as("seed %d", seed)
            .isEqualTo((float) (times[expected[i]] - times[expected[0]]));
      }
    }
  }
}
