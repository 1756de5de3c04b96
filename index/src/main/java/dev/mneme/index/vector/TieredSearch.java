package dev.mneme.index.vector;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.vector.live.LiveSearch;
import dev.mneme.index.vector.maintain.SealedTier;
import dev.mneme.index.vector.maintain.VectorState;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.ExactScan;
import dev.mneme.index.vector.score.Scorer;
import dev.mneme.index.vector.score.VectorColumn;
import dev.mneme.index.vector.search.SearchEffort;

/**
 * One search over all tiers of one state: the live graph, what is pending, each segment, and the
 * zero vectors. All offer to the same list, whose worst score is the bound for those that follow.
 * Not thread-safe.
 */
final class TieredSearch {
  private final VectorState state;
  private final OrdinalBitmap zeros;
  private final VectorColumn column;
  private final Scorer scorer;
  private final OrdinalBitmap allowed;
  private final float[] query;
  private final Deadline deadline;
  private final TieOrder ties;

  /**
   * What is searched.
   *
   * @param zeros members whose vector is zero, which are not in the state
   */
  record Members(VectorState state, OrdinalBitmap zeros, VectorColumn column) {}

  /**
   * @param query prepared
   */
  TieredSearch(Members members, Scorer scorer, float[] query, VectorScope scope) {
    this.state = members.state;
    this.zeros = scope.allowed().and(members.zeros);
    this.column = members.column;
    this.scorer = scorer;
    this.allowed = scope.allowed();
    this.query = query;
    this.deadline = new Deadline(scope.deadlineNanos());
    this.ties = scope.ties();
  }

  /** The best by scoring all. */
  RankedOrdinals exact(int k) {
    var candidates = allowed.and(state.members());
    var best = best(k, candidates.cardinality());
    if (scorer.tellsApart(query)) {
      scan(candidates, best);
    } else {
      offerAlike(candidates, best);
    }
    offerAlike(zeros, best);
    return best.ranked();
  }

  /**
   * The best by graph and segments.
   *
   * @param scannedPerEf see {@link LiveSearch}
   */
  RankedOrdinals graph(int k, SearchEffort effort, int scannedPerEf) {
    if (!scorer.tellsApart(query)) {
      return exact(k);
    }
    var best = best(k, allowed.andCardinality(state.members()));
    if (best.capacity() > 0) {
      offerAlike(zeros, best);
      searchGraph(best, effort, scannedPerEf);
      scan(allowed.and(state.pending()), best);
      for (var tier : state.segments()) {
        searchSegment(tier, best, effort);
      }
    }
    return best.ranked();
  }

  private BestOrdinals best(int k, int others) {
    return new BestOrdinals(Math.min(k, others + zeros.cardinality()), ties);
  }

  /** Offers what has the score of a zero vector: these, or all where the query is one. */
  private void offerAlike(OrdinalBitmap ordinals, BestOrdinals best) {
    if (ordinals.isEmpty()) {
      return;
    }
    float score = scorer.exact(query, new float[query.length]);
    if (best.accepts(score)) {
      ordinals.forEach(
          ordinal -> {
            if (!deadline.tick()) {
              best.offer(score, ordinal);
            }
          });
    }
  }

  /** Into a list of its own, because the graph offers fast scores, which are scored anew. */
  private void searchGraph(BestOrdinals best, SearchEffort effort, int scannedPerEf) {
    var eligible = allowed.and(state.covered());
    if (state.graph().isEmpty() || eligible.isEmpty()) {
      return;
    }
    var found = new BestOrdinals(Math.min(best.capacity(), eligible.cardinality()), ties);
    var search = new LiveSearch(state.graph().get(), scannedPerEf);
    if (search.run(query, eligible, found, deadline, effort.estimatedEf())) {
      found.forEachCandidate(new Rescoring(best));
    } else {
      scan(eligible, best);
    }
  }

  /** Members of one node share an array, and come one after the other where they wait. */
  private final class Rescoring implements BestOrdinals.Consumer {
    private final BestOrdinals best;
    private float[] last = {};
    private float score;

    Rescoring(BestOrdinals best) {
      this.best = best;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal arrays score alike anyway
    public void accept(float fast, int ordinal) {
      float[] vector = column.vector(ordinal);
      if (vector != last) {
        last = vector;
        score = scorer.exact(query, vector);
      }
      best.offer(score, ordinal);
    }
  }

  private void searchSegment(SealedTier tier, BestOrdinals best, SearchEffort effort) {
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

  private void scan(OrdinalBitmap ordinals, BestOrdinals best) {
    if (ordinals.isEmpty()) {
      return; // most of the time nothing is pending
    }
    new ExactScan(query, column, scorer, best, deadline).scan(ordinals);
  }
}
