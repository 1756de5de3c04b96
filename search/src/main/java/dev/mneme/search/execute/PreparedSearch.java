package dev.mneme.search.execute;

import dev.mneme.request.SearchRequest;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that is ready to run.
 *
 * @param request with its embedding filled in, where there is an embedder and a leg wants one
 * @param namespace to search; empty for all of them
 * @param dimension that a query vector must have, where it is fixed before there is a vector; else
 *     that of the store's vectors counts
 * @param startNanos the {@link System#nanoTime} at which the call began: timeout and duration count
 *     from here, the embedding included
 */
public record PreparedSearch(
    SearchRequest request, Optional<String> namespace, OptionalInt dimension, long startNanos) {

  /** Within one namespace. */
  public static PreparedSearch in(
      String namespace, SearchRequest request, OptionalInt dimension, long startNanos) {
    return new PreparedSearch(request, Optional.of(namespace), dimension, startNanos);
  }

  /** Across all namespaces. */
  public static PreparedSearch everywhere(
      SearchRequest request, OptionalInt dimension, long startNanos) {
    return new PreparedSearch(request, Optional.empty(), dimension, startNanos);
  }
}
