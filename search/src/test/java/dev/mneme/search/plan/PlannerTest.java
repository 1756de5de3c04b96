package dev.mneme.search.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.vector.GraphStatistics;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.search.cost.Calibration;
import dev.mneme.search.cost.CostModel;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.search.cost.WayKind;
import dev.mneme.search.plan.Facts.TextFacts;
import dev.mneme.search.plan.Facts.TimeFacts;
import dev.mneme.search.plan.Facts.VectorFacts;
import dev.mneme.request.Leg;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables: fixed statistics in, asserted plan out. */
class PlannerTest {
  private static final SearchEffort DEFAULT = SearchEffort.ofRecall(SearchEffort.DEFAULT_RECALL);

  private final CostModel costs = new CostModel(UnitCosts.defaults(), new Calibration());
  private final Planner planner = new Planner(costs);

  @ParameterizedTest(name = "{0} of {1} nodes, {2} pending: {3}")
  @CsvSource({
    "    100, 100000,     0, exact scan",
    "  5_000, 100000,     0, exact scan",
    " 50_000, 100000,     0, 'graph, ef 100'",
    "100_000, 100000,     0, 'graph, ef 100'",
    "100_000, 100000,  2000, 'graph, ef 100'",
    "100_000,  20000, 80000, 'graph, ef 100'",
    " 30_000,  20000, 80000, exact scan",
    "100_000,      0,100000, exact scan",
    "     50,     50,     0, exact scan",
    "  1_000,   1000,     0, exact scan",
    " 20_000,  20000,     0, 'graph, ef 100'",
  })
  void vector(String rankable, int nodes, int pending, String way) {
    int count = Integer.parseInt(rankable.replace("_", "").strip());
    var plan = plan(Leg.VECTOR, count, vectorFacts(count, nodes, pending));
    assertThat(plan.way().label()).isEqualTo(way);
    assertThat(plan.choice().rejected()).hasSize(1);
  }

  @ParameterizedTest(name = "{0} of {1} sealed in {2} segments: {3}")
  @CsvSource({
    "    100, 100000, 1, exact scan",
    "    200, 100000, 1, exact scan",
    "  1_000, 100000, 1, 'graph, ef 100'",
    " 10_000, 100000, 1, 'graph, ef 100'",
    "100_000, 100000, 1, 'graph, ef 100'",
    "100_000, 100000, 8, 'graph, ef 100'",
    "    200,    200, 1, exact scan",
  })
  void vector_sealed(String rankable, int sealed, int segments, String way) {
    int count = Integer.parseInt(rankable.replace("_", "").strip());
    var places = new GraphStatistics(0, 0, segments, sealed);
    var plan = plan(Leg.VECTOR, count, vectorFacts(new VectorFacts(count, places, 384, false)));
    assertThat(plan.way().label()).isEqualTo(way);
  }

  @Test
  void vector_recallAskedFor_isPricedByItsEstimate() {
    var request = new LegRequest(Map.of(Leg.VECTOR, 1.0), 100, SearchEffort.ofRecall(0.999));
    var plan = planner.plan(request, vectorFacts(100_000, 100_000, 0).apply(100_000));
    assertThat(plan.legs().getFirst().way()).isEqualTo(new Way.VectorGraph(300));
  }

  @Test
  void vector_noGraph_saysSo() {
    var plan = plan(Leg.VECTOR, 10, vectorFacts(10, 0, 10));
    assertThat(plan.choice().rejected().getFirst().reason()).isEqualTo("the graph is empty");
    assertThat(plan.choice().rejected().getFirst().micros()).isInfinite();
  }

  @Test
  void vector_nothingToRank_isSkipped() {
    assertThat(plan(Leg.VECTOR, 10, vectorFacts(0, 100, 0)).way()).isInstanceOf(Way.Skip.class);
  }

  @Test
  void vector_queryThatTellsNothingApart_isScanned() {
    var places = new GraphStatistics(1_000_000, 0);
    var plan = plan(Leg.VECTOR, 10, vectorFacts(new VectorFacts(1_000_000, places, 384, true)));
    assertThat(plan.way()).isInstanceOf(Way.VectorExact.class);
    assertThat(plan.choice().chosen().reason()).contains("zero");
  }

  @ParameterizedTest
  @CsvSource({"100, 0, 100", "100, 60, 100", "100, 300, 300", "800, 0, 800"})
  void vector_ef_isTheLargestOfDepthAndWish(int depth, int wish, int ef) {
    var request =
        new LegRequest(
            Map.of(Leg.VECTOR, 1.0), depth, wish == 0 ? DEFAULT : SearchEffort.ofEf(wish));
    var plan =
        planner
            .plan(request, vectorFacts(1_000_000, 1_000_000, 0).apply(1_000_000))
            .legs()
            .getFirst();
    assertThat(plan.way()).isEqualTo(new Way.VectorGraph(ef));
  }

  @ParameterizedTest(name = "{0} candidates, {1} postings, {2} terms: {3}")
  @CsvSource({
    "    10, 50000, 5, 'candidates, looked up'",
    "   100, 50000, 5, 'candidates, looked up'",
    " 50000, 50000, 5, 'postings, joined'",
    "100000, 50000, 5, 'postings, joined'",
    "  1000,    20, 3, 'postings, joined'",
    "    30,    20, 1, 'postings, joined'",
  })
  void text(int candidates, int postings, int terms, String way) {
    var plan =
        plan(Leg.TEXT, candidates, textFacts(new Cardinality(0, postings / 2, postings), terms));
    assertThat(plan.way().label()).isEqualTo(way);
  }

  @Test
  void text_noTermKnown_isSkipped() {
    var plan = plan(Leg.TEXT, 10, textFacts(Cardinality.exact(0), 3));
    assertThat(plan.way()).isInstanceOf(Way.Skip.class);
    assertThat(plan.choice().chosen().reason()).contains("dictionary");
  }

  @Test
  void text_rows_scaleWithTheCandidates() {
    var plan = plan(Leg.TEXT, 1_000, textFacts(new Cardinality(0, 5_000, 9_000), 2));
    assertThat(plan.choice().chosen().rows()).isEqualTo(50);
  }

  @ParameterizedTest(name = "{0} candidates of {1} keys: {2}")
  @CsvSource({
    "100000, 100000, newest first",
    " 50000, 100000, newest first",
    "    50, 100000, sort by time",
    "   500, 100000, sort by time",
    "    50,     50, sort by time",
  })
  void time(int candidates, int keys, String way) {
    var plan =
        plan(
            Leg.TIME,
            candidates,
            count ->
                new Facts(
                    count,
                    100_000,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new TimeFacts(keys))));
    assertThat(plan.way().label()).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0} candidates, {1} keys: {2}")
  @CsvSource({
    "100000,    10, range of the tree",
    "100000, 90000, check the time column",
    "    10, 90000, check the time column",
    "  1000,     5, range of the tree",
  })
  void range(int candidates, int keys, String way) {
    var choice = planner.planRange(candidates, keys);
    assertThat(choice.chosen().way().label()).isEqualTo(way);
    assertThat(choice.rejected()).hasSize(1);
  }

  @Test
  void noCandidates_skipsEveryLeg() {
    var weights = new TreeMap<>(Map.of(Leg.TEXT, 1.0, Leg.VECTOR, 1.0, Leg.TIME, 1.0));
    var plan =
        planner.plan(
            new LegRequest(weights, 100, DEFAULT),
            new Facts(0, 100_000, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(plan.legs())
        .hasSize(3)
        .allSatisfy(leg -> assertThat(leg.way()).isInstanceOf(Way.Skip.class));
    assertThat(plan.parallel()).isFalse();
  }

  @ParameterizedTest(name = "{0} candidates, {1} postings: parallel {2}")
  @CsvSource({"100000, 30000, true", "100000, 100, false", "50, 30000, false"})
  void parallel_onlyWhereBothLegsAreDearerThanTheOtherThread(
      int candidates, int postings, boolean parallel) {
    var plan =
        planner.plan(
            new LegRequest(new TreeMap<>(Map.of(Leg.TEXT, 1.0, Leg.VECTOR, 1.0)), 100, DEFAULT),
            new Facts(
                candidates,
                100_000,
                Optional.of(new TextFacts(new Cardinality(0, postings, postings), 4)),
                Optional.of(
                    new VectorFacts(candidates, new GraphStatistics(100_000, 0), 384, false)),
                Optional.empty()));
    assertThat(plan.parallel()).isEqualTo(parallel);
  }

  @Test
  void calibration_movesTheBorder() {
    var before = plan(Leg.VECTOR, 20_000, vectorFacts(20_000, 100_000, 0));
    assertThat(before.way()).isInstanceOf(Way.VectorExact.class);
    for (int i = 0; i < 1_000; i++) {
      costs.calibration().observe(WayKind.VECTOR_EXACT, 100, 1_000);
    }
    assertThat(plan(Leg.VECTOR, 20_000, vectorFacts(20_000, 100_000, 0)).way())
        .isInstanceOf(Way.VectorGraph.class);
  }

  private interface FactsOf {
    Facts apply(int candidates);
  }

  private static FactsOf vectorFacts(int rankable, int nodes, int pending) {
    return vectorFacts(new VectorFacts(rankable, new GraphStatistics(nodes, pending), 384, false));
  }

  private static FactsOf vectorFacts(VectorFacts vector) {
    return count ->
        new Facts(count, 100_000, Optional.empty(), Optional.of(vector), Optional.empty());
  }

  private static FactsOf textFacts(Cardinality matches, int terms) {
    return count ->
        new Facts(
            count,
            100_000,
            Optional.of(new TextFacts(matches, terms)),
            Optional.empty(),
            Optional.empty());
  }

  private LegPlan plan(Leg leg, int candidates, FactsOf facts) {
    return planner
        .plan(new LegRequest(Map.of(leg, 1.0), 100, DEFAULT), facts.apply(candidates))
        .legs()
        .getFirst();
  }
}
