package dev.mneme.core.ids;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapIdMapTest extends IdMapContract {

  @Override
  IdMap open(long expectedEntries) {
    return IdMaps.onHeap(expectedEntries);
  }

  @Test
  void churnOfOneKey_doesNotPileUp() {
    try (var map = open(10)) {
      for (int i = 0; i < 300_000; i++) {
        assertThat(map.put("n", "id-" + i, i)).isEqualTo(IdMap.ABSENT);
        assertThat(map.remove("n", "id-" + i)).isEqualTo(i);
      }
      assertThat(map.size()).isZero();
      assertThat(map.get("n", "id-7")).isEqualTo(IdMap.ABSENT);
    }
  }
}
