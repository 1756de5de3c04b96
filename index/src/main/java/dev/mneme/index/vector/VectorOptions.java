package dev.mneme.index.vector;

import dev.mneme.core.check.Require;
import dev.mneme.memory.Similarity;

/**
 * What the vector index is made with.
 *
 * @param similarity fixed for the store's life
 * @param m links a node of the live graph, 2 to 128; twice as many in the base layer
 * @param efConstruction candidates looked at when a node is linked, at least 1
 * @param liveCapacity of the live graph in nodes, at least 1; a full graph is sealed into a segment
 */
public record VectorOptions(Similarity similarity, int m, int efConstruction, int liveCapacity) {
  public VectorOptions {
    Require.that(m >= 2 && m <= 128, "m is %d, outside 2 to 128", m);
    Require.that(efConstruction >= 1, "efConstruction is %d, below 1", efConstruction);
    Require.that(liveCapacity >= 1, "liveCapacity is %d, below 1", liveCapacity);
  }

  public static VectorOptions defaults() {
    return new VectorOptions(Similarity.COSINE, 16, 100, 16_384);
  }
}
