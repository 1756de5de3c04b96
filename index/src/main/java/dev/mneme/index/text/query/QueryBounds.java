package dev.mneme.index.text.query;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.text.lucene.LiveStatistics;
import java.io.IOException;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;

/**
 * How many live memories a query can match at most, from document frequencies alone; patterns count
 * as everything.
 */
final class QueryBounds {
  private QueryBounds() {}

  /** The expected value is a guess: half of what is possible, unless the query is a single term. */
  static Cardinality of(Query query, LiveStatistics statistics) throws IOException {
    long max = Math.min(max(query, statistics), statistics.documents());
    return query instanceof WordQuery word
            && LiveForms.of(word.forms(), statistics).forms().size() <= 1
        ? Cardinality.exact(max)
        : new Cardinality(0, (max + 1) / 2, max);
  }

  private static long max(Query query, LiveStatistics statistics) throws IOException {
    return switch (query) {
      case WordQuery word -> LiveForms.of(word.forms(), statistics).documents(statistics);
      case BoostQuery boost -> max(boost.getQuery(), statistics);
      case WordPhraseQuery phrase -> rarest(phrase, statistics);
      case BooleanQuery all -> max(all, statistics);
      case MatchNoDocsQuery none -> 0;
      default -> statistics.documents();
    };
  }

  private static long rarest(WordPhraseQuery phrase, LiveStatistics statistics) throws IOException {
    long rarest = statistics.documents();
    for (WordPhraseQuery.Slot slot : phrase.slots()) {
      rarest = Math.min(rarest, LiveForms.of(slot.forms(), statistics).documents(statistics));
    }
    return rarest;
  }

  /** The smallest of what is required, else the sum of what is optional. */
  private static long max(BooleanQuery query, LiveStatistics statistics) throws IOException {
    long required = Long.MAX_VALUE;
    long optional = 0;
    for (BooleanClause clause : query) {
      switch (clause.occur()) {
        case MUST, FILTER -> required = Math.min(required, max(clause.query(), statistics));
        case SHOULD -> optional += max(clause.query(), statistics);
        case MUST_NOT -> {}
      }
    }
    return required == Long.MAX_VALUE ? optional : required;
  }
}
