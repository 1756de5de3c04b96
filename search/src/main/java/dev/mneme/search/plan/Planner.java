package dev.mneme.search.plan;

import dev.mneme.index.text.TextWay;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.request.Leg;
import dev.mneme.search.cost.CostModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The one place that enumerates the ways to run a search, prices them and picks. A pure function of
 * the facts and of what the cost model has learnt. Thread-safe.
 */
public final class Planner {

  /** Candidates that a graph search is expected to keep where the request does not say. */
  public static final int DEFAULT_EF =
      SearchEffort.ofRecall(SearchEffort.DEFAULT_RECALL).estimatedEf();

  private static final String CHEAPEST = "";

  private final CostModel costs;

  public Planner(CostModel costs) {
    this.costs = costs;
  }

  /** How to run the legs over a set of candidates that is known. */
  public SearchPlan plan(LegRequest request, Facts facts) {
    var legs = new ArrayList<LegPlan>(request.weights().size());
    request
        .weights()
        .forEach(
            (leg, weight) ->
                legs.add(new LegPlan(leg, weight, request.depth(), choose(leg, request, facts))));
    return new SearchPlan(legs, parallel(legs));
  }

  /**
   * How to keep the candidates within a time range.
   *
   * @param candidates before the range is applied
   * @param keys of the B-tree within the range
   */
  public Choice planRange(long candidates, long keys) {
    double rows = Math.min(candidates, keys);
    return Choice.cheapest(
        new PricedWay(new Way.RangeColumn(), costs.rangeColumn(candidates), rows, CHEAPEST),
        new PricedWay(new Way.RangeTree(), costs.rangeTree(keys), rows, CHEAPEST));
  }

  private Choice choose(Leg leg, LegRequest request, Facts facts) {
    if (facts.candidates() == 0) {
      return Choice.skip("no memory passes namespace, filter and time");
    }
    return switch (leg) {
      case TEXT ->
          facts
              .text()
              .map(text -> text(request, facts, text))
              .orElseGet(() -> Choice.skip("no text"));
      case VECTOR ->
          facts
              .vector()
              .map(vector -> vector(request, vector))
              .orElseGet(() -> Choice.skip("no vector"));
      case TIME ->
          facts
              .time()
              .map(time -> time(request, facts, time))
              .orElseGet(() -> Choice.skip("no times"));
    };
  }

  private Choice text(LegRequest request, Facts facts, Facts.TextFacts text) {
    if (text.matches().max() == 0) {
      return Choice.skip("no query term is in the dictionary");
    }
    double selectivity = Math.min(1, (double) facts.candidates() / Math.max(1, facts.live()));
    double rows = Math.min(request.depth(), text.matches().expected() * selectivity);
    double join = costs.textJoin(text.matches().max(), facts.candidates() < facts.live());
    double candidates = costs.textCandidates(facts.candidates(), text.terms());
    return Choice.cheapest(
        new PricedWay(new Way.Text(TextWay.JOIN), join, rows, CHEAPEST),
        new PricedWay(new Way.Text(TextWay.CANDIDATES), candidates, rows, CHEAPEST));
  }

  private Choice vector(LegRequest request, Facts.VectorFacts vector) {
    if (vector.rankable() == 0) {
      return Choice.skip("no candidate has a vector");
    }
    double rows = Math.min(request.depth(), vector.rankable());
    if (vector.alike()) {
      return new Choice(
          new PricedWay(
              new Way.VectorExact(),
              costs.vectorExact(vector.rankable(), 0),
              rows,
              "the query vector is zero: all score alike"),
          List.of());
    }
    int ef = Math.max(request.depth(), request.effort().estimatedEf());
    var exact =
        new PricedWay(
            new Way.VectorExact(),
            costs.vectorExact(vector.rankable(), vector.dimension()),
            rows,
            CHEAPEST);
    var graph = new Way.VectorGraph(ef);
    if (vector.places().nodes() == 0 && vector.places().segments() == 0) {
      return new Choice(
          exact,
          List.of(new PricedWay(graph, Double.POSITIVE_INFINITY, rows, "the graph is empty")));
    }
    double walk = costs.vectorGraph(vector.rankable(), vector.places(), ef, vector.dimension());
    return Choice.cheapest(exact, new PricedWay(graph, walk, rows, CHEAPEST));
  }

  private Choice time(LegRequest request, Facts facts, Facts.TimeFacts time) {
    double rows = Math.min(request.depth(), facts.candidates());
    double newest = costs.timeNewestFirst(facts.candidates(), time.keys(), request.depth());
    double sort = costs.timeSort(facts.candidates(), request.depth());
    return Choice.cheapest(
        new PricedWay(new Way.NewestFirst(), newest, rows, CHEAPEST),
        new PricedWay(new Way.SortByTime(), sort, rows, CHEAPEST));
  }

  /**
   * Side by side pays when the shorter side is dearer than giving it to another thread: the dearest
   * leg is on one side, all others on the other.
   */
  private boolean parallel(List<LegPlan> legs) {
    double sum = 0;
    double dearest = 0;
    for (var leg : legs) {
      sum += leg.micros();
      dearest = Math.max(dearest, leg.micros());
    }
    return sum - dearest > costs.otherThread();
  }
}
