package dev.mneme.core.filter;

import dev.mneme.core.model.AttributeValue;
import java.util.Map;

/** The slow reference evaluator: the definition of what a filter means, and the tests' oracle. */
public final class FilterEvaluator {
  private FilterEvaluator() {}

  /** Whether a memory with these attributes matches. */
  public static boolean matches(Filter filter, Map<String, AttributeValue> attributes) {
    throw new IllegalStateException("contract only: " + filter + attributes);
  }
}
