package dev.mneme.search.execute;

import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.search.plan.LegPlan;
import dev.mneme.search.request.Leg;

/**
 * What is known of one leg while a search runs: its last plan and its list so far. Written by one
 * thread at a time.
 */
final class LegState {
  private final Leg leg;
  private LegPlan plan;
  private RankedOrdinals list = RankedOrdinals.empty();
  private double micros;
  private boolean exhausted;
  private int runs;

  LegState(LegPlan plan) {
    this.leg = plan.leg();
    this.plan = plan;
  }

  Leg leg() {
    return leg;
  }

  LegPlan plan() {
    return plan;
  }

  /** Best first, as deep as the leg was last run. */
  RankedOrdinals list() {
    return list;
  }

  /** Of all runs. */
  double micros() {
    return micros;
  }

  int runs() {
    return runs;
  }

  /** Whether the list holds everything that the leg can find. */
  boolean exhausted() {
    return exhausted;
  }

  void planned(LegPlan next) {
    plan = next;
  }

  void ran(RankedOrdinals found, double took) {
    // a deeper run that the deadline cut short may have found less than the run before it
    list = found.size() >= list.size() ? found : list;
    micros += took;
    exhausted = found.size() < plan.depth();
    runs++;
  }
}
