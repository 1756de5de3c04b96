package dev.mneme.search.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeRangeTest {

  @Test
  void boundsWithinAMillisecond_areTheNextWholeOne() {
    var range =
        TimeRange.of(
            Optional.of(Instant.ofEpochSecond(1, 1)),
            Optional.of(Instant.ofEpochSecond(2, 999_999_999)));
    assertThat(range).isEqualTo(new TimeRange(1_001, 3_000));
    assertThat(TimeRange.of(Optional.of(Instant.ofEpochSecond(-1, 1)), Optional.empty()).from())
        .isEqualTo(-999);
  }

  @Test
  void extremeBounds_areClamped() {
    assertThat(TimeRange.of(Optional.of(Instant.MIN), Optional.of(Instant.MAX)).isAll()).isTrue();
  }
}
