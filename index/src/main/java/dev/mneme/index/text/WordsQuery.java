package dev.mneme.index.text;

import dev.mneme.index.api.Cardinality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Natural language: any of the words, each weighted by how often the query has it.
 *
 * @param weights occurrences in the query by analyzed term, in the order of the query
 */
record WordsQuery(Map<BytesRef, Integer> weights) implements ParsedQuery {

  /**
   * Of more distinct terms that live memories hold the rarest are searched: they decide the
   * ranking.
   */
  static final int MAX_TERMS = 1_024;

  /** A term with its weight in the query. */
  private record Weighted(LiveStatistics.LiveTerm term, int weight) {}

  private static final Comparator<Weighted> RAREST_FIRST =
      Comparator.<Weighted>comparingInt(weighted -> weighted.term.docFreq())
          .thenComparing(weighted -> weighted.term.term().bytes());

  static WordsQuery parse(Analyzer analyzer, String text) {
    var weights = new LinkedHashMap<BytesRef, Integer>();
    Analyzers.visit(
        analyzer,
        text,
        (term, start, end) -> {
          Integer seen = weights.get(term);
          if (seen == null) {
            weights.put(BytesRef.deepCopyOf(term), 1);
          } else {
            weights.put(term, seen + 1); // keeps the key that is there
          }
        });
    return new WordsQuery(weights);
  }

  @Override
  public List<String> terms() {
    return weights.keySet().stream().map(BytesRef::utf8ToString).toList();
  }

  @Override
  public Optional<Query> bind(LiveStatistics statistics) throws IOException {
    List<Weighted> found = found(statistics);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.size() == 1) {
      return Optional.of(clause(found.getFirst()));
    }
    var query = new BooleanQuery.Builder();
    for (Weighted weighted : found) {
      query.add(clause(weighted), Occur.SHOULD);
    }
    return Optional.of(query.build());
  }

  private static Query clause(Weighted weighted) {
    var query = new TermQuery(weighted.term.term(), weighted.term.states());
    return weighted.weight == 1 ? query : new BoostQuery(query, weighted.weight);
  }

  /** The terms that at least one live memory holds. */
  private List<Weighted> found(LiveStatistics statistics) throws IOException {
    var found = new ArrayList<Weighted>(weights.size());
    for (var entry : weights.entrySet()) {
      var term = statistics.term(entry.getKey());
      if (term.docFreq() > 0) {
        found.add(new Weighted(term, entry.getValue()));
      }
    }
    if (found.size() > MAX_TERMS) {
      found.sort(RAREST_FIRST);
      return found.subList(0, MAX_TERMS);
    }
    return found;
  }

  /** Bounds from the document frequencies; the estimate assumes that terms occur independently. */
  @Override
  public Cardinality matches(LiveStatistics statistics) throws IOException {
    double documents = statistics.documents();
    long most = 0;
    long sum = 0;
    double without = 1;
    for (Weighted weighted : found(statistics)) {
      int docFreq = weighted.term.docFreq();
      most = Math.max(most, docFreq);
      sum += docFreq;
      without *= 1 - docFreq / documents;
    }
    long max = Math.min(sum, statistics.documents());
    long expected = Math.clamp(Math.round(documents * (1 - without)), most, max);
    return new Cardinality(most, expected, max);
  }

  @Override
  public boolean looksFor(BytesRef term) {
    return weights.containsKey(term);
  }
}
