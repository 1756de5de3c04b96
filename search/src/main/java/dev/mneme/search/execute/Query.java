package dev.mneme.search.execute;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.text.TextQuery;
import dev.mneme.index.text.TextScope;
import dev.mneme.index.vector.SearchEffort;
import dev.mneme.index.vector.VectorScope;
import java.util.Optional;

/**
 * What the legs of one search need.
 *
 * @param vector present unless it is missing or zero
 * @param effort of a graph search
 */
record Query(
    Optional<TextQuery> text,
    Optional<float[]> vector,
    TextScope textScope,
    VectorScope vectorScope,
    SearchEffort effort,
    int namespace,
    TimeRange range,
    Deadline deadline) {

  OrdinalBitmap allowed() {
    return vectorScope.allowed();
  }
}
