package dev.mneme.index.vector.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EfTableTest {

  @Test
  void ef_growsWithRecallAndResults() {
    var table =
        new EfTable(
            new int[] {10, 16, 24, 40, 64, 90, 200}, new int[] {9, 20, 60, 100, 150, 220, 640}, 0);
    for (double recall : new double[] {0.1, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1}) {
      int last = 0;
      for (int k = 1; k <= 20_000; k += 1 + k / 20) {
        int ef = table.ef(recall, k);
        assertThat(ef).as("recall %s k %d", recall, k).isGreaterThanOrEqualTo(Math.max(last, k));
        assertThat(ef).isLessThanOrEqualTo(table.ef(Math.min(1, recall + 0.01), k));
        last = ef;
      }
    }
    assertThat(table.ef(0.99, 10)).isEqualTo(64);
    assertThat(table.ef(0.99, 100)).isEqualTo(150);
    assertThat(table.ef(0.99, 55)).isEqualTo(107);
    assertThat(table.ef(0.99, 1_000)).isEqualTo(1_500);
    assertThat(table.ef(0, 10)).isEqualTo(64);
    assertThat(table.ef(1, 10)).isEqualTo(200);
    assertThat(Arrays.stream(EfTable.RECALLS).sorted().toArray()).containsExactly(EfTable.RECALLS);
  }
}
