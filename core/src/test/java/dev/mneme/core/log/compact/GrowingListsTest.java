package dev.mneme.core.log.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.format.SegmentFormat;
import dev.mneme.core.log.format.SparseIndex;
import dev.mneme.core.GrowthSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists of the log that grow while something is added, at every size. */
class GrowingListsTest {
  private static final int SIZE = 600;

  @Test
  void ordinals() {
    sweepEverySize(
        GrowthSweep.<CompactionResult.Ordinals, Integer>of(
                CompactionResult.Ordinals::new,
                list -> IntStream.of(list.toArray()).boxed().toList())
            .step(
                "add",
                1,
                (list, model) -> {
                  list.add(3 * model.size());
                  model.add(3 * model.size());
                }));
  }

  @Test
  void moves() {
    sweepEverySize(
        GrowthSweep.<CompactionResult.Moves, List<Long>>of(
                CompactionResult.Moves::new, GrowingListsTest::all)
            .step(
                "add",
                1,
                (moves, model) -> {
                  int ordinal = model.size();
                  moves.add(ordinal, 7L * ordinal, 11L * ordinal);
                  model.add(List.of((long) ordinal, 7L * ordinal, 11L * ordinal));
                }));
  }

  private static List<List<Long>> all(CompactionResult.Moves moves) {
    var all = new ArrayList<List<Long>>();
    moves.forEach((ordinal, from, to) -> all.add(List.of((long) ordinal, from, to)));
    return all;
  }

  /** An instance never changes: each must still answer when later ones have grown the array. */
  @Test
  void sparseIndex_ofEverySize_findsEverySequence() {
    var all = new ArrayList<SparseIndex>();
    var index = SparseIndex.EMPTY;
    int records = 64 * 70;
    for (int sequence = 0; sequence < records; sequence++) {
      all.add(index);
      index = index.with(sequence, SegmentFormat.HEADER_LENGTH + 48L * sequence);
    }
    for (int known = 1; known < records; known++) {
      for (int asked : new int[] {0, known / 2, Math.max(0, known - 65), known - 1}) {
        long expected = SegmentFormat.HEADER_LENGTH + 48L * (asked - asked % 64);
        assertThat(all.get(known).floorOffset(asked)).isEqualTo(expected);
      }
    }
  }

  private static <S, T> void sweepEverySize(GrowthSweep<S, T> sweep) {
    for (int size = 0; size < SIZE; size++) {
      sweep.runTo(size);
    }
  }
}
