package dev.mneme.index.vector;

import dev.mneme.core.vector.Similarity;

/**
 * @param similarity fixed for the store's life
 * @param m links a node of the live graph
 * @param efConstruction candidates looked at when a node is linked
 * @param initialCapacity of the live graph in nodes; a full graph is rebuilt with the double and swapped
 */
public record VectorOptions(Similarity similarity, int m, int efConstruction, int initialCapacity) {
  public static VectorOptions defaults() {
    return new VectorOptions(Similarity.COSINE, 16, 100, 131_072);
  }
}
