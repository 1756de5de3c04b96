package dev.mneme.request;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Limits;

/**
 * Reads the filters of requests. A request does not know the engine that it will be asked of, so
 * that here only the grammar counts, and a depth that no stack minds; the engine then checks the
 * filter under its own limits, as it does one that was not given as text.
 */
final class FilterTexts {
  private static final Limits WIDEST =
      Limits.defaults()
          .maxFilterNodes(Integer.MAX_VALUE)
          .maxFilterDepth(Limits.DEEPEST_FILTER)
          .maxFilterValues(Integer.MAX_VALUE)
          .maxAttributeKeyBytes(Integer.MAX_VALUE)
          .maxAttributeValueBytes(Integer.MAX_VALUE);

  private FilterTexts() {}

  static Filter read(String text) {
    return Filter.parse(text, WIDEST);
  }
}
