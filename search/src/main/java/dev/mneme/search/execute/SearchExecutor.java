package dev.mneme.search.execute;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.store.Store;
import dev.mneme.memory.Limits;
import dev.mneme.memory.Similarity;
import dev.mneme.request.SearchResult;
import dev.mneme.search.cost.Calibration;
import dev.mneme.search.cost.CostModel;
import dev.mneme.search.cost.UnitCosts;
import dev.mneme.search.plan.Planner;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * Runs searches against a store: checks, finds the candidates, plans, runs the legs, fuses,
 * fetches.
 *
 * <p>Thread-safe; one instance a store, because it learns what the store's ways cost. A search
 * holds no lock, and writes nothing but the calibration. Legs that are worth it run on the given
 * executor beside the caller; a search never waits for an executor that does not get to them.
 */
public final class SearchExecutor {
  private final SearchSource source;
  private final Similarity similarity;
  private final Limits limits;
  private final Clock clock;
  private final Planner planner;
  private final LegExecutor legExecutor;

  /** As the other constructor, with the system's clock. */
  public SearchExecutor(Store store, Similarity similarity, Limits limits, Executor executor) {
    this(store, similarity, limits, executor, Clock.systemUTC());
  }

  /**
   * @param executor for legs that run beside the caller; may be shared, bounded, or a direct one
   * @param clock for the age of memories
   */
  public SearchExecutor(
      Store store, Similarity similarity, Limits limits, Executor executor, Clock clock) {
    this(StoreSource.of(store), similarity, limits, executor, clock, UnitCosts.defaults());
  }

  SearchExecutor(
      SearchSource source,
      Similarity similarity,
      Limits limits,
      Executor executor,
      Clock clock,
      UnitCosts unitCosts) {
    this.source = source;
    this.similarity = similarity;
    this.limits = limits;
    this.clock = clock;
    var costs = new CostModel(unitCosts, new Calibration());
    this.planner = new Planner(costs);
    this.legExecutor = new LegExecutor(new LegRunner(source), executor, costs.calibration());
  }

  /**
   * Refuses what {@link #search} would refuse, and does nothing else.
   *
   * @throws InvalidRequestException where the request breaks a limit
   */
  public void check(PreparedSearch prepared) {
    RequestChecks.check(prepared, source.vector().dimension(), limits);
  }

  /**
   * Searches the newest published state.
   *
   * @throws InvalidRequestException before any work is done, where the request breaks a limit
   */
  public SearchResult search(PreparedSearch prepared) {
    RequestChecks.check(prepared, source.vector().dimension(), limits);
    try (var snapshot = source.snapshot()) {
      return new SearchRun(source, planner, legExecutor, prepared, snapshot)
          .run(similarity, clock.millis());
    }
  }

  /**
   * As {@link #search(PreparedSearch)}, against a snapshot that the caller holds and closes:
   * several searches may share one.
   */
  public SearchResult search(PreparedSearch prepared, Snapshot snapshot) {
    RequestChecks.check(prepared, source.vector().dimension(), limits);
    return new SearchRun(source, planner, legExecutor, prepared, snapshot)
        .run(similarity, clock.millis());
  }
}
