package dev.mneme.search.plan;

import java.util.List;

/**
 * How a search is run.
 *
 * @param legs in the order of {@link dev.mneme.request.Leg}
 * @param parallel whether the dearest leg runs in the caller while another thread runs the others
 */
public record SearchPlan(List<LegPlan> legs, boolean parallel) {
  public SearchPlan {
    legs = List.copyOf(legs);
  }

  /** Whether some leg may miss a few of its best. */
  public boolean isApproximate() {
    for (var leg : legs) {
      if (leg.way() instanceof Way.VectorGraph) {
        return true;
      }
    }
    return false;
  }
}
