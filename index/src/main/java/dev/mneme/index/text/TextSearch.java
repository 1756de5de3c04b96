package dev.mneme.index.text;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import dev.mneme.index.text.lucene.Generation;
import dev.mneme.index.text.lucene.LiveStatistics;
import dev.mneme.index.text.lucene.OrdinalsQuery;
import dev.mneme.index.text.lucene.ScopedSearcher;
import dev.mneme.index.text.lucene.TextSegment;
import dev.mneme.index.text.query.DeadlinePassedException;
import dev.mneme.index.text.query.ParsedQuery;
import dev.mneme.index.text.query.SyntaxQuery;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * One search over one generation. Goes from the newest segment to the oldest: what is asked for is
 * more often new. Not thread-safe.
 *
 * <p>Scores of several terms are added as doubles and rounded once, in both ways, so that the order
 * of the additions does not show.
 */
final class TextSearch {

  /**
   * Between looks at the clock while Lucene scores words in bulk, which shorter steps slow down.
   */
  private static final int BULK_DOCS_A_STEP = 1 << 14;

  /** The same where a document may take long: a phrase, or a candidate that is looked up. */
  private static final int SLOW_DOCS_A_STEP = 1 << 10;

  /**
   * With fewer than one allowed document in this many, leaping along the postings beats checking
   * each match.
   */
  private static final int SPARSE = 64;

  private final LiveStatistics statistics;
  private final Optional<OrdinalBitmap> allowed;
  private final long deadlineNanos;
  private final BestOrdinals best;
  private int docsAStep = BULK_DOCS_A_STEP;

  TextSearch(LiveStatistics statistics, TextScope scope, int k) {
    this.statistics = statistics;
    this.allowed = scope.allowed();
    this.deadlineNanos = scope.deadlineNanos();
    this.best = new BestOrdinals(k, scope.ties());
  }

  RankedOrdinals run(ParsedQuery parsed, TextWay way) throws IOException {
    docsAStep = parsed instanceof SyntaxQuery ? SLOW_DOCS_A_STEP : BULK_DOCS_A_STEP;
    try {
      var query = parsed.bind(statistics, deadlineNanos);
      if (query.isPresent()) {
        switch (way) {
          case JOIN -> join(query.get());
          case CANDIDATES -> candidates(query.get());
        }
      }
    } catch (DeadlinePassedException late) {
      return best.ranked();
    }
    return best.ranked();
  }

  /** Late only where there is a deadline. */
  private boolean isLate() {
    return deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0;
  }

  /**
   * Chooses for each segment how the allowed set is joined in: not at all where it holds all
   * documents; as a clause that postings leap along where it is sparse; else as a check of each
   * match, within the range of documents that it spans.
   */
  private void join(Query query) throws IOException {
    Weight plain = weight(query, ScoreMode.TOP_SCORES);
    @Nullable Weight filtered = null;
    // Lucene limits clauses, and the filter is one more.
    boolean canFilter = clauses(query) < IndexSearcher.getMaxClauseCount();
    Generation generation = statistics.generation();
    for (int i = generation.segments() - 1; i >= 0 && !isLate(); i--) {
      TextSegment segment = generation.segment(i);
      int matching = matching(i);
      if (matching == 0) {
        continue;
      }
      if (matching == segment.size()) {
        join(plain.bulkScorer(generation.leaf(i)), segment, null, new Docs(0, matching));
        continue;
      }
      OrdinalBitmap set = allowed.orElse(statistics.live());
      Docs docs = span(set, segment);
      if (canFilter && (long) matching * SPARSE < docs.end - docs.start) {
        filtered = filtered == null ? weight(filtered(query, set), ScoreMode.TOP_SCORES) : filtered;
        join(filtered.bulkScorer(generation.leaf(i)), segment, null, docs);
      } else {
        var accepted = new AcceptedDocs(set, segment);
        join(plain.bulkScorer(generation.leaf(i)), segment, accepted, docs);
      }
    }
  }

  private void join(
      @Nullable BulkScorer scorer, TextSegment segment, @Nullable Bits accepted, Docs docs)
      throws IOException {
    if (scorer == null) {
      return;
    }
    var collector = new BestCollector(best, segment);
    int step = deadlineNanos == Long.MAX_VALUE ? docs.end - docs.start : docsAStep;
    int doc = docs.start;
    while (doc < docs.end && !isLate()) {
      int end = (int) Math.min(docs.end, (long) doc + step);
      doc = Math.max(end, scorer.score(collector, accepted, doc, end));
    }
  }

  /** How many documents of the segment may be found. */
  private int matching(int i) {
    TextSegment segment = statistics.generation().segment(i);
    return allowed
        .map(set -> set.andCardinality(segment.members()))
        .orElseGet(() -> segment.size() - statistics.dead(i).cardinality());
  }

  /**
   * The documents from the first to the last that may be in the set, which holds at least one of
   * the segment.
   */
  private static Docs span(OrdinalBitmap set, TextSegment segment) {
    OrdinalBitmap within = set.range(segment.first(), segment.last() + 1);
    int start = segment.docAtOrAfter(within.first());
    int end = segment.docAtOrAfter(within.last() + 1);
    return new Docs(start, end);
  }

  /** Documents in {@code [start, end)}. */
  private record Docs(int start, int end) {}

  private static int clauses(Query query) {
    return query instanceof BooleanQuery all
        ? all.clauses().stream().mapToInt(clause -> clauses(clause.query())).sum()
        : 1;
  }

  /** Keeps a disjunction of words flat, which Lucene runs faster than a nested one. */
  private Query filtered(Query query, OrdinalBitmap set) {
    Generation generation = statistics.generation();
    var filter = new OrdinalsQuery(set, context -> generation.segment(context.ord));
    var both = new BooleanQuery.Builder().add(filter, Occur.FILTER);
    if (query instanceof BooleanQuery any
        && any.getClauses(Occur.SHOULD).size() == any.clauses().size()
        && any.getMinimumNumberShouldMatch() <= 1) {
      any.clauses().forEach(both::add);
      return both.setMinimumNumberShouldMatch(1).build();
    }
    return both.add(query, Occur.MUST).build();
  }

  private void candidates(Query query) throws IOException {
    int[] ordinals = allowed.orElse(statistics.live()).toArray();
    Weight weight = weight(query, ScoreMode.COMPLETE);
    Generation generation = statistics.generation();
    for (int i = generation.segments() - 1; i >= 0 && !isLate(); i--) {
      TextSegment segment = generation.segment(i);
      int from = indexOf(ordinals, segment.first());
      int to = indexOf(ordinals, segment.last() + 1);
      if (from < to) {
        var supplier = weight.scorerSupplier(generation.leaf(i));
        if (supplier != null) {
          candidates(supplier.get(to - from), segment, Arrays.copyOfRange(ordinals, from, to));
        }
      }
    }
  }

  private static int indexOf(int[] sorted, int ordinal) {
    int found = Arrays.binarySearch(sorted, ordinal);
    return found >= 0 ? found : -found - 1;
  }

  private void candidates(Scorer scorer, TextSegment segment, int[] ordinals) throws IOException {
    var twoPhase = scorer.twoPhaseIterator();
    DocIdSetIterator matches = twoPhase == null ? scorer.iterator() : twoPhase.approximation();
    int doc = -1;
    for (int i = 0; i < ordinals.length; i++) {
      if (i % SLOW_DOCS_A_STEP == 0 && isLate()) {
        return;
      }
      int target = segment.docAtOrAfter(ordinals[i]);
      if (target > doc) {
        doc = matches.advance(target);
        if (doc == DocIdSetIterator.NO_MORE_DOCS) {
          return;
        }
      }
      boolean isMatch = doc == target && segment.ordinal(doc) == ordinals[i];
      if (isMatch && (twoPhase == null || twoPhase.matches())) {
        best.offer(scorer.score(), ordinals[i]);
      }
    }
  }

  private Weight weight(Query query, ScoreMode mode) throws IOException {
    ScopedSearcher searcher = statistics.searcher();
    return searcher.createWeight(searcher.rewrite(query), mode, 1);
  }

  /** The documents of a segment whose ordinals are in a set. */
  private record AcceptedDocs(OrdinalBitmap set, TextSegment segment) implements Bits {
    @Override
    public boolean get(int doc) {
      return set.contains(segment.ordinal(doc));
    }

    @Override
    public int length() {
      return segment.size();
    }
  }
}
