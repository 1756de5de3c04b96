package dev.mneme.index.text.query;

import dev.mneme.index.text.lucene.LiveStatistics;
import dev.mneme.index.text.lucene.ScopedSearcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostAttribute;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;

/**
 * Expands a fuzzy term to the closest terms that live memories hold, weighted by closeness. All of
 * them count as being as rare as the most frequent one, as in Lucene's blended rewrite, so that a
 * rare misspelling does not outrank the word. Unlike Lucene's, it looks at live memories only, so
 * that a rebuilt index expands to the same terms.
 */
final class FuzzyRewrite extends MultiTermQuery.RewriteMethod {
  static final int MAX_EXPANSIONS = 50;

  private final long deadlineNanos;

  FuzzyRewrite(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  private record Candidate(BytesRef term, float closeness) {}

  private record Expansion(LiveStatistics.LiveTerm term, float closeness) {}

  @Override
  public Query rewrite(IndexSearcher searcher, MultiTermQuery query) throws IOException {
    LiveStatistics statistics = ((ScopedSearcher) searcher).statistics();
    List<Expansion> expansions = new ArrayList<>();
    int mostFrequent = 0;
    for (Candidate candidate : candidates(searcher, query)) {
      var term = statistics.term(candidate.term);
      if (term.docFreq() > 0) {
        expansions.add(new Expansion(term, candidate.closeness));
        mostFrequent = Math.max(mostFrequent, term.docFreq());
        if (expansions.size() == MAX_EXPANSIONS) {
          break;
        }
      }
    }
    if (expansions.isEmpty()) {
      return new MatchNoDocsQuery("no term is close");
    }
    double target = idf(mostFrequent, statistics.documents());
    var any = new BooleanQuery.Builder();
    for (Expansion expansion : expansions) {
      double equalizer = target / idf(expansion.term.docFreq(), statistics.documents());
      var term = new TermQuery(expansion.term.term(), expansion.term.states());
      any.add(new BoostQuery(term, (float) (expansion.closeness * equalizer)), Occur.SHOULD);
    }
    return any.build();
  }

  /** All close terms of all segments, closest first. */
  private List<Candidate> candidates(IndexSearcher searcher, MultiTermQuery query)
      throws IOException {
    Map<BytesRef, Float> closeness = new HashMap<>();
    // Holds the automata of the term, which are the same for every segment.
    var shared = new AttributeSource();
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      Terms dictionary = leaf.reader().terms(query.getField());
      if (dictionary != null) {
        var terms = DeadlineTerms.of(getTermsEnum(query, dictionary, shared), deadlineNanos);
        var boost = terms.attributes().addAttribute(BoostAttribute.class);
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
          // As many edits as there are letters make any word of any other.
          if (boost.getBoost() > 0) {
            closeness.merge(BytesRef.deepCopyOf(term), boost.getBoost(), Math::max);
          }
        }
      }
    }
    return closeness.entrySet().stream()
        .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.<Candidate>comparingDouble(candidate -> -candidate.closeness)
                .thenComparing(Candidate::term))
        .toList();
  }

  private static double idf(int docFreq, int documents) {
    return Math.log1p((documents - docFreq + 0.5) / (docFreq + 0.5));
  }
}
