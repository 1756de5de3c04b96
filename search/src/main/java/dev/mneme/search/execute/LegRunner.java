package dev.mneme.search.execute;

import dev.mneme.index.api.NewestOrdinals;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.search.plan.LegPlan;
import dev.mneme.search.plan.Way;

/** Runs one leg in the way that was planned. Stateless; any thread. */
final class LegRunner {
  private static final int CHECK_DEADLINE_EVERY = 1 << 10;

  private final SearchSource source;

  LegRunner(SearchSource source) {
    this.source = source;
  }

  RankedOrdinals run(LegPlan plan, Query query) {
    int depth = plan.depth();
    return switch (plan.way()) {
      case Way.VectorExact ignored ->
          source.vector().searchExact(query.vector().orElseThrow(), query.vectorScope(), depth);
      case Way.VectorGraph graph ->
          source
              .vector()
              .searchGraph(
                  query.vector().orElseThrow(),
                  query.vectorScope(),
                  depth,
                  effort(query.effort(), graph));
      case Way.Text text ->
          source.text().search(query.text().orElseThrow(), query.textScope(), text.way(), depth);
      case Way.NewestFirst ignored -> newestFirst(query, depth);
      case Way.SortByTime ignored -> sortByTime(query, depth);
      case Way.Skip ignored -> RankedOrdinals.empty();
      case Way.RangeTree ignored ->
          throw new IllegalStateException("not a way to run a leg: " + plan.way());
      case Way.RangeColumn ignored ->
          throw new IllegalStateException("not a way to run a leg: " + plan.way());
    };
  }

  /** The plan's number where the request has one, else what the request wants to reach by it. */
  private static SearchEffort effort(SearchEffort asked, Way.VectorGraph plan) {
    return asked.ef() > 0 ? SearchEffort.ofEf(plan.ef()) : asked;
  }

  private RankedOrdinals newestFirst(Query query, int depth) {
    var allowed = query.allowed();
    var newest = new NewestOrdinals(Math.min(depth, allowed.cardinality()), query.ties());
    var visits = new Countdown(query.deadline());
    boolean all = depth >= allowed.cardinality();
    source
        .time()
        .newestFirst(
            query.namespace(),
            query.range().from(),
            query.range().to(),
            ordinal -> {
              long time = source.time().time(ordinal);
              if (newest.isFull() && (all || time < newest.oldest())) {
                return false;
              }
              if (allowed.contains(ordinal)) {
                newest.offer(time, ordinal);
              }
              return !visits.over();
            });
    return ranked(newest.drain());
  }

  private RankedOrdinals sortByTime(Query query, int depth) {
    var newest = new NewestOrdinals(Math.min(depth, query.allowed().cardinality()), query.ties());
    var visits = new Countdown(query.deadline());
    var allowed = query.allowed();
    for (int ordinal = allowed.next(0);
        ordinal >= 0 && !visits.over();
        ordinal = allowed.next(ordinal + 1)) {
      newest.offer(source.time().time(ordinal), ordinal);
    }
    return ranked(newest.drain());
  }

  /**
   * Scores are milliseconds relative to the newest, 0 or less: as floats, epoch milliseconds would
   * lose two minutes.
   */
  private RankedOrdinals ranked(int[] newestFirst) {
    var scores = new float[newestFirst.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (source.time().time(newestFirst[i]) - source.time().time(newestFirst[0]));
    }
    return new RankedOrdinals(newestFirst, scores);
  }

  /** Looks at the clock now and then: it costs more than a visit. */
  private static final class Countdown {
    private final Deadline deadline;
    private int visits;
    private boolean over;

    Countdown(Deadline deadline) {
      this.deadline = deadline;
    }

    boolean over() {
      if ((visits++ & (CHECK_DEADLINE_EVERY - 1)) == 0) {
        over = deadline.passed();
      }
      return over;
    }
  }
}
