package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.search.plan.LegPlan;
import dev.mneme.search.plan.Way;
import dev.mneme.request.Leg;
import java.util.Arrays;

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
  private boolean exact = true;
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

  /**
   * Best first, as deep as the leg was last run. A deeper run of an approximate way may come upon
   * what the run before it has missed: that is behind what was there, so that whoever asks deeper
   * finds the same before it.
   */
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
    exact &= !(plan.way() instanceof Way.VectorGraph);
    if (runs == 0) {
      list = found;
    } else if (!exact) {
      list = continued(list, found);
    } else if (found.size() >= list.size()) { // else the deadline cut it short
      list = found;
    }
    micros += took;
    exhausted = found.size() < plan.depth();
    runs++;
  }

  private static RankedOrdinals continued(RankedOrdinals list, RankedOrdinals found) {
    var known = OrdinalBitmap.of(list.ordinals());
    var ordinals = Arrays.copyOf(list.ordinals(), list.size() + found.size());
    var scores = Arrays.copyOf(list.scores(), list.size() + found.size());
    int size = list.size();
    for (int i = 0; i < found.size(); i++) {
      if (!known.contains(found.ordinals()[i])) {
        ordinals[size] = found.ordinals()[i];
        scores[size++] = found.scores()[i];
      }
    }
    return new RankedOrdinals(Arrays.copyOf(ordinals, size), Arrays.copyOf(scores, size));
  }
}
