package dev.mneme.search.execute;

import dev.mneme.request.Diversity;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.search.fuse.Tiers;
import dev.mneme.search.plan.Facts;
import dev.mneme.search.plan.LegPlan;
import dev.mneme.search.plan.LegRequest;
import dev.mneme.search.plan.Planner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the legs as deep as the page needs, and deeper, each time by the double, while the page is
 * not full and some leg has more to give. This is what keeps the promise that a page is never short
 * while enough memories match. Each deeper run is planned anew, for another way may then be
 * cheaper; all runs of a leg together cost at most about twice the last. Used once, by one thread.
 */
final class Deepening {

  /** The least depth of a leg; it doubles from there. DECISIONS.md, 85. */
  private static final int FEW = 16;

  /** What does not change from run to run. */
  record Inputs(Map<Leg, Double> weights, Query query, Facts facts) {}

  private final Planner planner;
  private final LegExecutor legExecutor;
  private final SearchRequest request;
  private final Inputs inputs;
  private final Ranker ranker;
  private final Relevance relevance;
  private final List<LegState> legs = new ArrayList<>(3);
  private int firstDepth;
  private boolean ranParallel;
  private long legNanos;

  Deepening(
      Planner planner,
      LegExecutor legExecutor,
      SearchRequest request,
      Inputs inputs,
      Ranker ranker,
      Relevance relevance) {
    this.planner = planner;
    this.legExecutor = legExecutor;
    this.request = request;
    this.inputs = inputs;
    this.ranker = ranker;
    this.relevance = relevance;
  }

  List<LegState> legs() {
    return legs;
  }

  /** Whether legs were run side by side at least once. */
  boolean ranParallel() {
    return ranParallel;
  }

  long legNanos() {
    return legNanos;
  }

  /** At least the hits up to the end of the page, in their final order, unless there are fewer. */
  Ranking run() {
    int page = request.offset() + request.limit();
    int pool = request.diversity().map(Diversity::candidates).orElse(0);
    int window = Math.max(page, pool);
    int depth = startDepth(Math.max(request.limit(), pool), window);
    var ranking = runAt(depth, window);
    while (ranking.size() < window && hasMore() && !inputs.query().deadline().passed()) {
      depth = depth < Tiers.FIRST_DEPTH ? Math.min(2 * depth, Tiers.FIRST_DEPTH) : 2 * depth;
      ranking = runAt(depth, window);
    }
    return request.diversity().isPresent() && ranking.size() > 1
        ? ranker.diversify(ranking, request.diversity().get(), page)
        : ranking;
  }

  /**
   * Exact lists are cut where the page ends. An approximate one, cut deeper, may begin otherwise,
   * so that all pages begin by the search that the first of them makes, and go on from there.
   */
  private int startDepth(int first, int window) {
    firstDepth = firstDepth(first);
    int last = firstDepth(window);
    if (last == firstDepth) {
      return last;
    }
    var request = new LegRequest(inputs.weights(), firstDepth, inputs.query().effort());
    return planner.plan(request, inputs.facts()).isApproximate() ? firstDepth : last;
  }

  /**
   * A single leg's list is the order itself, however deep it is cut; only where scores depend on
   * the whole list, or hits move in it, it is cut where fused ones are.
   */
  private int firstDepth(int window) {
    boolean isOrder =
        inputs.weights().size() == 1
            && request.fusion() instanceof Fusion.ReciprocalRank
            && request.recencyHalfLife().isEmpty()
            && request.diversity().isEmpty();
    return isOrder && window <= Tiers.FIRST_DEPTH / 2
        ? Math.max(FEW, Integer.highestOneBit(2 * window - 1))
        : Tiers.depthFor(window);
  }

  private Ranking runAt(int depth, int window) {
    var open = new EnumMap<Leg, Double>(inputs.weights());
    for (var leg : legs) {
      if (leg.exhausted()) {
        open.remove(leg.leg());
      }
    }
    var query = depth > firstDepth ? inputs.query().owing(depth) : inputs.query();
    var plan = planner.plan(new LegRequest(open, depth, query.effort()), inputs.facts());
    ranParallel |= plan.parallel();
    for (var leg : plan.legs()) {
      assign(leg);
    }
    long start = System.nanoTime();
    legExecutor.run(legs, plan.parallel(), query);
    legNanos += System.nanoTime() - start;
    return ranker.rank(legs, window);
  }

  private void assign(LegPlan plan) {
    for (var leg : legs) {
      if (leg.leg() == plan.leg()) {
        leg.planned(plan);
        return;
      }
    }
    legs.add(new LegState(plan));
  }

  /** Whether a deeper run could yield another hit. */
  private boolean hasMore() {
    boolean more = false;
    for (var leg : legs) {
      more |= !leg.exhausted() && !belowRelevance(leg);
    }
    return more && !allRelevantSeen();
  }

  /**
   * Whether nothing deeper in this leg's list can be relevant enough, by the leg's own measure, in
   * which its list descends.
   */
  private boolean belowRelevance(LegState leg) {
    if (request.minRelevance() == 0 || leg.list().size() == 0) {
      return false;
    }
    float last = leg.list().scores()[leg.list().size() - 1];
    return switch (leg.leg()) {
      case VECTOR -> // what words measure, the words find
          inputs.query().measure().isEmpty()
              || relevance.ofVectorScore(last) < request.minRelevance();
      case TEXT ->
          inputs.query().measure().isEmpty()
              && relevance.ofTextScore(last) < request.minRelevance();
      case TIME -> false;
    };
  }

  /**
   * Whether every candidate is measured by its vector, and the vector leg has gone through all that
   * are close enough.
   */
  private boolean allRelevantSeen() {
    boolean allHaveVectors =
        inputs
            .facts()
            .vector()
            .map(vector -> vector.rankable() == inputs.facts().candidates())
            .orElse(false);
    if (request.minRelevance() == 0 || inputs.query().measure().isEmpty() || !allHaveVectors) {
      return false;
    }
    for (var leg : legs) {
      if (leg.leg() == Leg.VECTOR) {
        return leg.exhausted() || belowRelevance(leg);
      }
    }
    return false;
  }
}
