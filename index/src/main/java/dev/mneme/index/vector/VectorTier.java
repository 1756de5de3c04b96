package dev.mneme.index.vector;

/**
 * A structure that covers some of the members and finds the near ones among them without looking at
 * all: the live graph, and the seam for sealed segments on disk. Searches come from any thread.
 */
interface VectorTier {
  /** Bound of the slot numbers that it hands to {@link Probe#visit}. */
  int slots();

  /** Ordinals that were ever added, dead ones included. */
  int ordinals();

  /** Nodes that a search may have to walk; equal vectors may share one. */
  int nodes();

  /**
   * Shows the probe every node that a search for the {@code depth} nearest ones looks at, and stops
   * early with the probe's deadline.
   *
   * @return the score of the worst of those {@code depth}: what is better was most likely shown;
   *     {@link Float#NEGATIVE_INFINITY} if all nodes that can be reached were shown
   */
  float search(Probe probe, int depth);

  /** An estimate, without the vectors. */
  long heapBytes();
}
