package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.api.TieOrder;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.text.query.TextQuery;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.search.SearchEffort;
import java.util.Optional;

/**
 * What the legs of one search need.
 *
 * @param measure the vector that relevance is told by, where it is told by a vector
 * @param effort of a graph search
 */
record Query(
    Optional<TextQuery> text,
    Optional<float[]> vector,
    Optional<float[]> measure,
    TextScope textScope,
    VectorScope vectorScope,
    SearchEffort effort,
    int namespace,
    TimeRange range,
    Deadline deadline) {

  TieOrder ties() {
    return vectorScope.ties();
  }

  /** The same where so many nearest are owed, unless the request says how hard to try. */
  Query owing(int results) {
    return new Query(
        text,
        vector,
        measure,
        textScope,
        vectorScope,
        effort.owing(results),
        namespace,
        range,
        deadline);
  }

  OrdinalBitmap allowed() {
    return vectorScope.allowed();
  }
}
