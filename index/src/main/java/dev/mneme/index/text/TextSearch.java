package dev.mneme.index.text;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.RankedOrdinals;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * One search over one generation. Goes from the newest segment to the oldest, see {@link TopCollector}. Not thread-safe.
 *
 * <p>Scores of several terms are added as doubles and rounded once, in both ways, so that the order of the additions does
 * not show.
 */
final class TextSearch {

  /** Between looks at the clock: some tenths of a millisecond of work. */
  private static final int DOCS_A_STEP = 1 << 14;

  private static final int CANDIDATES_A_STEP = 1 << 10;

  private final LiveStatistics statistics;
  private final Optional<OrdinalBitmap> allowed;
  private final long deadlineNanos;
  private final TopOrdinals top;

  TextSearch(LiveStatistics statistics, TextScope scope, int k) {
    this.statistics = statistics;
    this.allowed = scope.allowed();
    this.deadlineNanos = scope.deadlineNanos();
    this.top = new TopOrdinals(k);
  }

  RankedOrdinals run(Query query, TextWay way) throws IOException {
    switch (way) {
      case JOIN -> join(query);
      case CANDIDATES -> candidates(query);
    }
    return top.ranked();
  }

  /** Late only where there is a deadline. */
  private boolean isLate() {
    return deadlineNanos != Long.MAX_VALUE && System.nanoTime() - deadlineNanos >= 0;
  }

  private void join(Query query) throws IOException {
    Weight weight = weight(query, ScoreMode.TOP_SCORES);
    Generation generation = statistics.generation();
    for (int i = generation.segments() - 1; i >= 0 && !isLate(); i--) {
      Segment segment = generation.segment(i);
      int matching = matching(i);
      if (matching > 0) {
        BulkScorer scorer = weight.bulkScorer(generation.leaf(i));
        if (scorer != null) {
          Bits accepted = matching == segment.size() ? null : accepted(i);
          join(scorer, segment, accepted);
        }
      }
    }
  }

  private void join(BulkScorer scorer, Segment segment, @Nullable Bits accepted)
      throws IOException {
    var collector = new TopCollector(top, segment);
    int step = deadlineNanos == Long.MAX_VALUE ? segment.size() : DOCS_A_STEP;
    int doc = 0;
    while (doc < segment.size() && !isLate()) {
      int end = Math.min(segment.size(), doc + step);
      doc = scorer.score(collector, accepted, doc, end);
    }
  }

  /** How many documents of the segment may be found. */
  private int matching(int i) {
    Segment segment = statistics.generation().segment(i);
    return allowed
        .map(set -> set.andCardinality(segment.members()))
        .orElseGet(() -> segment.size() - statistics.dead(i).cardinality());
  }

  private Bits accepted(int i) {
    Segment segment = statistics.generation().segment(i);
    return new AcceptedDocs(allowed.orElse(statistics.live()), segment);
  }

  private void candidates(Query query) throws IOException {
    int[] ordinals = allowed.orElse(statistics.live()).toArray();
    Weight weight = weight(query, ScoreMode.COMPLETE);
    Generation generation = statistics.generation();
    for (int i = generation.segments() - 1; i >= 0 && !isLate(); i--) {
      Segment segment = generation.segment(i);
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

  private void candidates(Scorer scorer, Segment segment, int[] ordinals) throws IOException {
    var twoPhase = scorer.twoPhaseIterator();
    DocIdSetIterator matches = twoPhase == null ? scorer.iterator() : twoPhase.approximation();
    int doc = -1;
    for (int i = 0; i < ordinals.length; i++) {
      if (i % CANDIDATES_A_STEP == 0 && isLate()) {
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
        top.offer(ordinals[i], scorer.score());
      }
    }
  }

  private Weight weight(Query query, ScoreMode mode) throws IOException {
    ScopedSearcher searcher = statistics.searcher();
    return searcher.createWeight(searcher.rewrite(query), mode, 1);
  }

  /** The documents of a segment whose ordinals are in a set. */
  private record AcceptedDocs(OrdinalBitmap set, Segment segment) implements Bits {
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
