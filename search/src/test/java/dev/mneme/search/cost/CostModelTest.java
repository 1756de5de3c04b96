package dev.mneme.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mneme.index.vector.GraphStatistics;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private final CostModel costs = new CostModel(UnitCosts.defaults(), new Calibration());

  @Test
  void estimates_areOfTheOrderOfTheMeasured() {
    assertThat(costs.vectorExact(112_000, 384)).as("measured 7.1 ms").isBetween(5_000.0, 12_000.0);
    assertThat(costs.vectorGraph(112_000, new GraphStatistics(112_000, 0), 80, 384))
        .as("measured 359 us")
        .isBetween(180.0, 720.0);
    assertThat(costs.textJoin(20_000, false)).as("measured 145 us").isBetween(70.0, 300.0);
  }

  @Test
  void vectorGraph_costsMoreTheFewerAreAllowed_andNeverMoreThanTheWholeGraph() {
    double all = costs.vectorGraph(100_000, new GraphStatistics(100_000, 0), 120, 384);
    double half = costs.vectorGraph(50_000, new GraphStatistics(100_000, 0), 120, 384);
    double one = costs.vectorGraph(1, new GraphStatistics(100_000, 0), 120, 384);
    assertThat(half).isCloseTo(2 * all, within(1e-6));
    assertThat(one).isCloseTo(100_000 * (150 + 384 * .165) / 1e3, within(1e-6));
  }

  @Test
  void vectorGraph_paysForPendingVectors() {
    assertThat(
            costs.vectorGraph(1_500, new GraphStatistics(1_000, 500), 120, 384)
                - costs.vectorGraph(1_000, new GraphStatistics(1_000, 0), 120, 384))
        .isCloseTo(costs.vectorExact(500, 384), within(1e-6));
  }

  @Test
  void vectorGraph_ofSegments_paysForEach_andForTheDepthInEach() {
    double one = costs.vectorGraph(100_000, new GraphStatistics(0, 0, 1, 100_000), 120, 384);
    double four = costs.vectorGraph(100_000, new GraphStatistics(0, 0, 4, 100_000), 120, 384);
    double deep = costs.vectorGraph(100_000, new GraphStatistics(0, 0, 1, 100_000), 240, 384);
    assertThat(one).as("aimed at 60 to 80 us").isBetween(40.0, 120.0);
    assertThat(four).isCloseTo(4 * one, within(1e-6));
    assertThat(deep).isBetween(1.5 * one, 2 * one);
  }

  @Test
  void timeNewestFirst_visitsNoMoreThanAllKeys() {
    assertThat(costs.timeNewestFirst(1, 10_000, 100))
        .isEqualTo(costs.timeNewestFirst(10, 10_000, 1_000));
  }

  @Test
  void calibration_scalesItsWayOnly() {
    double join = costs.textJoin(1_000, false);
    double candidates = costs.textCandidates(1_000, 3);
    for (int i = 0; i < 1_000; i++) {
      costs.calibration().observe(WayKind.TEXT_JOIN, costs.textJoin(1_000, false), 2 * join);
    }
    assertThat(costs.textJoin(1_000, false)).isCloseTo(2 * join, within(.1));
    assertThat(costs.textCandidates(1_000, 3)).isEqualTo(candidates);
  }
}
