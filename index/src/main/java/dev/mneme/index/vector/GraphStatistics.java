package dev.mneme.index.vector;

/**
 * How far the vector index has come.
 *
 * @param nodes in the live graph, dead ones included; members with equal vectors share a node
 * @param pending members that neither graph nor segment holds yet: each search scans them exactly
 * @param segments sealed ones
 * @param sealed nodes in all segments, dead ones included
 */
public record GraphStatistics(int nodes, int pending, int segments, int sealed) {

  /** Of an index without segments. */
  public GraphStatistics(int nodes, int pending) {
    this(nodes, pending, 0, 0);
  }
}
