package dev.mneme.index.text.query;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.text.lucene.LiveStatistics;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * A query in Lucene's syntax.
 *
 * @param exact the analyzed terms that it asks for, those that it excludes left out, in its order
 * @param all the terms under which one of those is found
 * @param patterns its prefixes, wildcards and fuzzy terms
 */
public record SyntaxQuery(
    Query query, Set<BytesRef> exact, Set<BytesRef> all, List<ByteRunAutomaton> patterns)
    implements ParsedQuery {

  public SyntaxQuery {
    exact = new LinkedHashSet<>(exact);
    all = Set.copyOf(all);
    patterns = List.copyOf(patterns);
  }

  /** Whether it looks for nothing. */
  boolean isEmpty() {
    return exact.isEmpty() && patterns.isEmpty();
  }

  @Override
  public List<String> terms() {
    return exact.stream().map(BytesRef::utf8ToString).toList();
  }

  @Override
  public Optional<Query> bind(LiveStatistics statistics, long deadlineNanos) throws IOException {
    Query bounded =
        deadlineNanos == Long.MAX_VALUE ? query : SyntaxParser.until(query, deadlineNanos);
    Query rewritten = statistics.searcher().rewrite(bounded);
    return rewritten instanceof MatchNoDocsQuery ? Optional.empty() : Optional.of(rewritten);
  }

  @Override
  public Cardinality matches(LiveStatistics statistics) throws IOException {
    return QueryBounds.of(query, statistics);
  }

  @Override
  public boolean looksFor(BytesRef term) {
    if (all.contains(term)) {
      return true;
    }
    for (ByteRunAutomaton pattern : patterns) {
      if (pattern.run(term.bytes, term.offset, term.length)) {
        return true;
      }
    }
    return false;
  }
}
