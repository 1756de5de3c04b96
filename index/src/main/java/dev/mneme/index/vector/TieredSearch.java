package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;

/**
 * One search over all tiers of one state: the live graph, what is pending, each segment. All offer
 * to the same list, whose worst score is the bound for those that follow. Not thread-safe.
 */
final class TieredSearch {
  private final VectorState state;
  private final VectorColumn column;
  private final Scorer scorer;
  private final OrdinalBitmap allowed;
  private final float[] query;
  private final Deadline deadline;

  /**
   * @param query prepared
   */
  TieredSearch(
      VectorState state, VectorColumn column, Scorer scorer, float[] query, VectorScope scope) {
    this.state = state;
    this.column = column;
    this.scorer = scorer;
    this.allowed = scope.allowed();
    this.query = query;
    this.deadline = new Deadline(scope.deadlineNanos());
  }

  /** The best by scoring all. */
  RankedOrdinals exact(int k) {
    var candidates = allowed.and(state.members());
    var best = new TopK(Math.min(k, candidates.cardinality()));
    scan(candidates, best);
    return best.ranked();
  }

  /**
   * The best by graph and segments.
   *
   * @param scannedPerDepth see {@link GraphSearch}
   */
  RankedOrdinals graph(int k, SearchEffort effort, int scannedPerDepth) {
    var best = new TopK(Math.min(k, allowed.andCardinality(state.members())));
    if (best.capacity() > 0) {
      searchGraph(best, effort, scannedPerDepth);
      scan(allowed.and(state.pending()), best);
      for (var tier : state.segments()) {
        searchSegment(tier, best, effort);
      }
    }
    return best.ranked();
  }

  /** Into a list of its own, because the graph offers fast scores, which are scored anew. */
  private void searchGraph(TopK best, SearchEffort effort, int scannedPerDepth) {
    var eligible = allowed.and(state.covered());
    if (state.graph().isEmpty() || eligible.isEmpty()) {
      return;
    }
    var found = new TopK(Math.min(best.capacity(), eligible.cardinality()));
    var search = new GraphSearch(state.graph().get(), scannedPerDepth);
    if (search.run(query, eligible, found, deadline, effort.estimatedEf())) {
      found.rescored(ordinal -> scorer.exact(query, column.vector(ordinal)), best);
    } else {
      scan(eligible, best);
    }
  }

  private void searchSegment(SealedTier tier, TopK best, SearchEffort effort) {
    var eligible = allowed.and(tier.covered());
    if (eligible.isEmpty() || deadline.hasPassed()) {
      return;
    }
    var segment = tier.segment();
    if (!segment.search(query, eligible, best, deadline, effort)) {
      // What these ordinals have pushed out they will push out again.
      best.remove(eligible);
      scan(eligible, best);
    }
  }

  private void scan(OrdinalBitmap ordinals, TopK best) {
    if (ordinals.isEmpty()) {
      return; // most of the time nothing is pending
    }
    new ExactScan(query, column, scorer, best, deadline).scan(ordinals);
  }
}
