package dev.mneme.search.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiersTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0, 100",
    "100, 0, 100",
    "101, 1, 200",
    "200, 1, 200",
    "201, 2, 400",
    "400, 2, 400",
    "401, 3, 800",
    "100000, 10, 102400"
  })
  void tierOfAPosition_andItsDepth(int position, int tier, int depth) {
    assertThat(Tiers.of(position)).isEqualTo(tier);
    assertThat(Tiers.depth(tier)).isEqualTo(depth);
    assertThat(Tiers.depthFor(position)).isEqualTo(depth);
  }
}
