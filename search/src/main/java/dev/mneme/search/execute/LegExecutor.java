package dev.mneme.search.execute;

import dev.mneme.search.cost.Calibration;
import dev.mneme.search.fuse.TiedRuns;
import dev.mneme.search.plan.PricedWay;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs the legs of one plan, side by side where the plan says so, and tells the calibration what
 * they took. Stateless; any thread.
 */
final class LegExecutor {
  private static final double MICRO = 1e3;

  private final LegRunner runner;
  private final Executor executor;
  private final Calibration calibration;

  LegExecutor(LegRunner runner, Executor executor, Calibration calibration) {
    this.runner = runner;
    this.executor = executor;
    this.calibration = calibration;
  }

  /** Runs those legs that are not exhausted. */
  void run(List<LegState> legs, boolean parallel, Query query) {
    var dearest = dearest(legs);
    if (parallel) {
      ParallelWork.runBoth(
          executor, () -> runLeg(dearest, query), () -> runAllBut(dearest, legs, query));
    } else {
      runLeg(dearest, query);
      runAllBut(dearest, legs, query);
    }
  }

  private void runAllBut(LegState dearest, List<LegState> legs, Query query) {
    for (var leg : legs) {
      if (leg != dearest) {
        runLeg(leg, query);
      }
    }
  }

  private void runLeg(LegState leg, Query query) {
    if (leg.exhausted()) {
      return;
    }
    long start = System.nanoTime();
    var found = runner.run(leg.plan(), query);
    double micros = (System.nanoTime() - start) / MICRO;
    leg.ran(TiedRuns.settled(found, query.ties()), micros);
    if (!query.deadline().passed()) {
      learn(leg, micros);
    }
  }

  private void learn(LegState leg, double micros) {
    var choice = leg.plan().choice();
    var chosen = choice.chosen();
    chosen.way().kind().ifPresent(kind -> calibration.observe(kind, chosen.micros(), micros));
    for (PricedWay way : choice.rejected()) {
      way.way().kind().ifPresent(calibration::relax);
    }
  }

  private static LegState dearest(List<LegState> legs) {
    var dearest = legs.getFirst();
    for (var leg : legs) {
      if (leg.plan().micros() > dearest.plan().micros()) {
        dearest = leg;
      }
    }
    return dearest;
  }
}
