package dev.mneme.request;

import java.util.List;
import java.util.Optional;

/**
 * How a search was run.
 *
 * @param plan what was run, and what was rejected
 * @param warnings what the search could not look at, one line each: an embedder that is missing,
 *     memories without a vector; {@link dev.mneme.Namespace#reembed()} makes vectors
 */
public record Explanation(Plan plan, Timing timing, List<String> warnings) {
  public Explanation {
    warnings = List.copyOf(warnings);
  }

  /** The same with these warnings. */
  public Explanation withWarnings(List<String> newWarnings) {
    return new Explanation(plan, timing, newWarnings);
  }

  /** See {@link Plan#candidates}. */
  public long candidates() {
    return plan.candidates;
  }

  /** See {@link Plan#legs}. */
  public List<LegExplanation> legs() {
    return plan.legs;
  }

  /**
   * What was run, and what was rejected.
   *
   * @param candidates how many memories passed namespace, filter and time
   * @param parallel whether legs ran side by side
   * @param range how the time range was applied, where there was one that took work
   * @param legs one entry a leg
   */
  public record Plan(
      long candidates,
      boolean parallel,
      Optional<RangeExplanation> range,
      List<LegExplanation> legs) {
    public Plan {
      legs = List.copyOf(legs);
    }
  }

  /** The time range: the chosen way first, then the rejected ones. */
  public record RangeExplanation(Way chosen, List<Way> rejected) {}

  /** One leg: the chosen way first, then the rejected ones. */
  public record LegExplanation(Leg leg, Way chosen, List<Way> rejected) {}

  /**
   * One way to run a leg.
   *
   * @param actual what happened, for the chosen way
   */
  public record Way(
      String name,
      double estimatedMicros,
      double estimatedRows,
      String reason,
      Optional<Actual> actual) {}

  /** What running a way took and gave. */
  public record Actual(double micros, int rows) {}

  /** Microseconds in each phase. */
  public record Timing(double plan, double legs, double fuse, double fetch) {}

  /** A readable tree, one line a way. */
  public String render() {
    var out = new StringBuilder();
    out.append(
        String.format(
            java.util.Locale.ROOT,
            "candidates %,d, legs %s%n",
            plan.candidates,
            plan.parallel ? "in parallel" : "inline"));
    plan.range.ifPresent(
        applied -> {
          out.append("RANGE").append(System.lineSeparator());
          renderWay(out, "  * ", applied.chosen());
          applied.rejected().forEach(way -> renderWay(out, "    ", way));
        });
    for (var leg : plan.legs) {
      out.append(leg.leg()).append(System.lineSeparator());
      renderWay(out, "  * ", leg.chosen());
      leg.rejected().forEach(way -> renderWay(out, "    ", way));
    }
    out.append(
        String.format(
            java.util.Locale.ROOT,
            "plan %.0f us, legs %.0f us, fuse %.0f us, fetch %.0f us%n",
            timing.plan(),
            timing.legs(),
            timing.fuse(),
            timing.fetch()));
    warnings.forEach(warning -> out.append("! ").append(warning).append(System.lineSeparator()));
    return out.toString();
  }

  private static void renderWay(StringBuilder out, String indent, Way way) {
    out.append(indent)
        .append(
            String.format(
                java.util.Locale.ROOT,
                "%-24s estimated %,10.1f us %,8.0f rows",
                way.name(),
                way.estimatedMicros(),
                way.estimatedRows()));
    way.actual()
        .ifPresent(
            actual ->
                out.append(
                    String.format(
                        java.util.Locale.ROOT,
                        "   actual %,10.1f us %,8d rows",
                        actual.micros(),
                        actual.rows())));
    if (!way.reason().isEmpty()) {
      out.append("   ").append(way.reason());
    }
    out.append(System.lineSeparator());
  }
}
