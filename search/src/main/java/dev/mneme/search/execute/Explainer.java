package dev.mneme.search.execute;

import dev.mneme.search.plan.Choice;
import dev.mneme.search.plan.PricedWay;
import dev.mneme.request.Explanation;
import dev.mneme.request.Explanation.Actual;
import dev.mneme.request.Explanation.LegExplanation;
import dev.mneme.request.Explanation.Timing;
import dev.mneme.request.Explanation.Way;
import java.util.List;
import java.util.Optional;

/** Sets what was planned beside what happened. */
final class Explainer {
  private Explainer() {}

  static Explanation explain(
      CandidateSet candidates, boolean parallel, List<LegState> legs, Timing timing) {
    var range =
        candidates
            .range()
            .map(
                choice ->
                    new Explanation.RangeExplanation(
                        chosen(
                            choice,
                            new Actual(
                                candidates.rangeMicros(), candidates.allowed().cardinality()),
                            ""),
                        rejected(choice)));
    var plan =
        new Explanation.Plan(
            candidates.allowed().cardinality(),
            parallel,
            range,
            legs.stream().map(Explainer::leg).toList());
    return new Explanation(plan, timing, List.of());
  }

  private static LegExplanation leg(LegState leg) {
    var choice = leg.plan().choice();
    String deepened =
        leg.runs() > 1 ? "deepened to " + leg.plan().depth() + " in " + leg.runs() + " runs" : "";
    return new LegExplanation(
        leg.leg(),
        chosen(choice, new Actual(leg.micros(), leg.list().size()), deepened),
        rejected(choice));
  }

  private static Way chosen(Choice choice, Actual actual, String more) {
    var way = choice.chosen();
    return new Way(
        way.way().label(),
        way.micros(),
        way.rows(),
        way.reason().isEmpty() ? more : way.reason(),
        Optional.of(actual));
  }

  private static List<Way> rejected(Choice choice) {
    return choice.rejected().stream().map(Explainer::rejected).toList();
  }

  private static Way rejected(PricedWay way) {
    return new Way(way.way().label(), way.micros(), way.rows(), way.reason(), Optional.empty());
  }
}
