package dev.mneme.index.vector.live;

import dev.mneme.index.vector.score.Scorer;
import java.util.function.IntSupplier;

/**
 * Makes the live graphs of one store, one after the other.
 *
 * @param dimension asked when a graph is made
 * @param m links a node; twice as many in the base layer
 * @param efConstruction candidates looked at when a node is linked
 * @param capacity of each, in nodes
 */
public record LiveGraphs(
    Scorer scorer, IntSupplier dimension, int m, int efConstruction, int capacity) {
  public LiveGraph create() {
    return new LiveGraph(scorer, dimension.getAsInt(), m, efConstruction, capacity);
  }
}
