package dev.mneme.index.text.query;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.text.analysis.QueryWord;
import dev.mneme.index.text.analysis.TextAnalysis;
import dev.mneme.index.text.analysis.WordForms;
import dev.mneme.index.text.lucene.LiveStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/**
 * Natural language: any of the words, each weighted by how often the query has it.
 *
 * @param weights occurrences in the query by word, in the order of the query; parts of a word that
 *     was written as one count half
 * @param all the terms under which one of the words is found
 */
public record WordsQuery(Map<WordForms, Float> weights, Set<BytesRef> all) implements ParsedQuery {

  /**
   * Of more distinct words that live memories hold the rarest are searched: they decide the
   * ranking.
   */
  public static final int MAX_TERMS = 1_024;

  /** A word with its weight in the query. */
  private record Weighted(LiveForms live, long documents, float weight) {
    BytesRef first() {
      return live.forms().getFirst().term().term().bytes();
    }
  }

  private static final Comparator<Weighted> RAREST_FIRST =
      Comparator.comparingLong(Weighted::documents).thenComparing(Weighted::first);

  public static WordsQuery parse(TextAnalysis analysis, String text) {
    var weights = new LinkedHashMap<WordForms, Float>();
    var terms = new HashSet<BytesRef>();
    for (QueryWord word : QueryWord.searched(analysis.words(text))) {
      weights.merge(word.forms(), word.weight(), Float::sum);
      terms.addAll(word.forms().terms());
    }
    return new WordsQuery(weights, terms);
  }

  @Override
  public List<String> terms() {
    return weights.keySet().stream().map(word -> word.exact().utf8ToString()).distinct().toList();
  }

  @Override
  public Optional<Query> bind(LiveStatistics statistics, long deadlineNanos) throws IOException {
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
    return weighted.live.query(weighted.weight);
  }

  /** The words that at least one live memory holds. */
  private List<Weighted> found(LiveStatistics statistics) throws IOException {
    var found = new ArrayList<Weighted>(weights.size());
    for (var entry : weights.entrySet()) {
      var live = LiveForms.of(entry.getKey(), statistics);
      if (!live.isEmpty()) {
        found.add(new Weighted(live, live.documents(statistics), entry.getValue()));
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
      for (LiveForms.Form form : weighted.live.forms()) {
        int docFreq = form.term().docFreq();
        most = Math.max(most, docFreq);
        sum += docFreq;
        without *= 1 - docFreq / documents;
      }
    }
    long max = Math.min(sum, statistics.documents());
    long expected = Math.clamp(Math.round(documents * (1 - without)), most, max);
    return new Cardinality(most, expected, max);
  }

  @Override
  public boolean looksFor(BytesRef term) {
    return all.contains(term);
  }
}
