package dev.mneme.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final WayKind KIND = WayKind.TEXT_JOIN;
  private final Calibration calibration = new Calibration();

  @Test
  void ratio_ofNothingObserved_isOne() {
    assertThat(calibration.ratio(KIND)).isEqualTo(1);
  }

  @Test
  void observe_whileWarmingUp_learnsNothing() {
    for (int i = 0; i < Calibration.WARM_UP; i++) {
      calibration.observe(KIND, 100, 10_000);
    }
    assertThat(calibration.ratio(KIND)).isEqualTo(1);
  }

  @Test
  void observe_convergesToTheTruth() {
    for (int i = 0; i < 1_000; i++) {
      calibration.observe(KIND, 100 * calibration.ratio(KIND), 250);
    }
    assertThat(calibration.ratio(KIND)).isCloseTo(2.5, within(.01));
    assertThat(calibration.ratio(WayKind.TEXT_CANDIDATES)).as("the others").isEqualTo(1);
  }

  @Test
  void oneOutlier_movesTheRatioByLittle() {
    warmUp();
    calibration.observe(KIND, 100, 1e9);
    assertThat(calibration.ratio(KIND)).isBetween(1.0, 1.1);
  }

  @Test
  void ratio_staysWithinItsBounds() {
    for (int i = 0; i < 5_000; i++) {
      calibration.observe(KIND, 100, 1e9);
      calibration.observe(WayKind.TIME_SORT, 1e9, 100);
    }
    assertThat(calibration.ratio(KIND)).isCloseTo(4, within(1e-9));
    assertThat(calibration.ratio(WayKind.TIME_SORT)).isCloseTo(.25, within(1e-9));
  }

  @Test
  void relax_fadesBackToOne() {
    for (int i = 0; i < 1_000; i++) {
      calibration.observe(KIND, 100, 400);
    }
    for (int i = 0; i < 5_000; i++) {
      calibration.relax(KIND);
    }
    assertThat(calibration.ratio(KIND)).isCloseTo(1, within(.001));
  }

  @Test
  void observe_meaninglessTimes_areIgnored() {
    warmUp();
    calibration.observe(KIND, 0, 100);
    calibration.observe(KIND, Double.POSITIVE_INFINITY, 100);
    calibration.observe(KIND, Double.NaN, 100);
    calibration.observe(KIND, 100, 0);
    assertThat(calibration.ratio(KIND)).isEqualTo(1);
  }

  private void warmUp() {
    for (int i = 0; i <= Calibration.WARM_UP; i++) {
      calibration.observe(KIND, 100, 100);
    }
  }
}
