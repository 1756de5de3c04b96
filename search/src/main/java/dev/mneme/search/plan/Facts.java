package dev.mneme.search.plan;

import dev.mneme.index.api.Cardinality;
import dev.mneme.index.vector.GraphStatistics;
import java.util.Optional;

/**
 * The statistics that a plan is made from, as of one snapshot.
 *
 * @param candidates how many memories pass namespace, filter and time: exact
 * @param live how many memories the store holds in all
 * @param text present where the text leg may be run
 * @param vector present where the vector leg may be run
 * @param time present where the time leg may be run
 */
public record Facts(
    long candidates,
    long live,
    Optional<TextFacts> text,
    Optional<VectorFacts> vector,
    Optional<TimeFacts> time) {

  /**
   * Of the inverted index.
   *
   * @param matches live memories that hold a term, in the whole store; its upper bound is the sum
   *     of the document frequencies
   * @param terms of the query
   */
  public record TextFacts(Cardinality matches, int terms) {}

  /**
   * Of the vector index.
   *
   * @param rankable candidates that have a vector: exact
   * @param places where the vectors are: in the graph, in segments, or to be scanned beside them
   * @param alike whether all vectors score alike with the query, because it is zero
   */
  public record VectorFacts(long rankable, GraphStatistics places, int dimension, boolean alike) {}

  /**
   * Of the B-tree of times.
   *
   * @param keys in the scope and range, dead ones included
   */
  public record TimeFacts(long keys) {}
}
