package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.MemoryKey;
import dev.mneme.index.api.TieOrder;
import dev.mneme.request.Fusion;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestFirstTest {

  /** Times collide often; keys order against the ordinals. */
  private static final TieOrder TIES =
      new TieOrder() {
        @Override
        public long time(int ordinal) {
          return ordinal % 3;
        }

        @Override
        public MemoryKey key(int ordinal) {
          return new MemoryKey("n", "%09d".formatted(999_999_999 - ordinal));
        }
      };

  @Test
  void select_agreesWithSorting() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var lists = FuserTest.randomLists(random);
      var candidates = Candidates.of(lists);
      double[] scores =
          Fuser.score(
              candidates, random.nextBoolean() ? Fusion.reciprocalRank() : Fusion.relativeScore());
      int count = random.nextInt(50);
      int modulus = 1 + random.nextInt(3);

      int[] selected =
          new BestFirst(candidates, scores, TIES).select(count, slot -> slot % modulus == 0);

      int[] expected =
          IntStream.range(0, candidates.size())
              .filter(slot -> slot % modulus == 0)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingInt(
                          slot -> FuserTest.naiveDepth(lists, candidates.ordinal(slot)))
                      .thenComparingDouble(slot -> -scores[slot])
                      .thenComparingLong(slot -> -TIES.time(candidates.ordinal(slot)))
                      .thenComparing(candidates::ordinal, Comparator.reverseOrder()))
              .mapToInt(slot -> slot)
              .limit(count)
              .toArray();
      assertThat(selected).as("seed %d", seed).containsExactly(expected);
    }
  }
}
