package dev.mneme.index.text.query;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.text.lucene.LiveStatistics;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/**
 * What the view makes of a text: the words of a question, or a query in Lucene's syntax. Immutable.
 */
public sealed interface ParsedQuery extends TextQuery permits WordsQuery, SyntaxQuery {

  /**
   * The Lucene query for one state of the index; empty where no live memory can match.
   *
   * @throws DeadlinePassedException from here on and from the query, once a pattern is expanded
   *     after the deadline, a {@link System#nanoTime} value or {@link Long#MAX_VALUE}
   */
  Optional<Query> bind(LiveStatistics statistics, long deadlineNanos) throws IOException;

  /** How many live memories match. */
  Cardinality matches(LiveStatistics statistics) throws IOException;

  /** Whether a word of a text, as analyzed, is one that the query looks for. */
  boolean looksFor(BytesRef term);
}
