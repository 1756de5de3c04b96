package dev.mneme.core.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * Parsers of JSON that the engine keeps: bounded in depth, and in nothing that it bounds itself.
 */
public final class BoundedJson {
  private BoundedJson() {}

  /** Thread-safe; parsers of it throw where arrays and objects are nested deeper. */
  public static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNestingDepth(maxDepth)
                .build())
        .build();
  }
}
