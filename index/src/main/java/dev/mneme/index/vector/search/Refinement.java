package dev.mneme.index.vector.search;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.api.FloatOrder;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentQuery;
import java.util.Arrays;

/**
 * Orders nodes by estimates from all planes of their codes: a step between the beam's first planes
 * and the exact vectors, at a tenth of what those cost to read. Holds scratch; not thread-safe.
 */
public final class Refinement {
  private final CodeKernels kernels;
  private int[] nodes = {};
  private long[] order = {};

  /**
   * What rounding does to a product, for dimensions of variance 1: a step of 0.29 for codes and of
   * 0.36 for queries, each off by a twelfth's root of itself, and what is cut off.
   */
  private static final double ROUNDING = 0.15;

  private int size;
  private long touched;

  public Refinement(CodeKernels kernels) {
    this.kernels = kernels;
  }

  public void clear() {
    size = 0;
  }

  public void add(int node) {
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(256, 2 * size));
      order = new long[nodes.length];
    }
    nodes[size++] = node;
  }

  public int size() {
    return size;
  }

  /** Orders what was added, best first. */
  public void run(SegmentGraph graph, SegmentQuery query) {
    var first = graph.first();
    var second = graph.second();
    touched += kernels.touch(first, nodes, size) + kernels.touch(second, nodes, size);
    for (int i = 0; i < size; i++) {
      int node = nodes[i];
      float estimate =
          query.refined(
              kernels.dot(query.first(), first, node),
              kernels.dot(query.second(), second, node),
              second.factor(node),
              first.addend(node));
      order[i] = FloatOrder.key(-estimate, node);
    }
    Arrays.sort(order, 0, size);
  }

  /**
   * The standard deviation that the estimate of the best node should have by the way it is rounded.
   */
  public double doubt(SegmentGraph graph, SegmentQuery query) {
    float addend = graph.first().addend(node(0));
    return ROUNDING * query.first().size() * Math.sqrt(Math.max(0, -2 * addend));
  }

  /** The node at a rank; after {@link #run}. */
  public int node(int rank) {
    return (int) order[rank];
  }

  /** Its estimate. */
  float estimate(int rank) {
    return -FloatOrder.value(order[rank]);
  }

  /** See {@link Beam#touched}. */
  long touched() {
    return touched;
  }
}
