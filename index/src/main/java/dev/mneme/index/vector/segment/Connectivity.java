package dev.mneme.index.vector.segment;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.BitSet;

/**
 * Looks whether a search can come to every node of a finished graph: from the root to all, and from
 * each entry point to the root. Whoever builds a graph sees to that. Not thread-safe.
 */
final class Connectivity {
  private final SegmentGraph graph;
  private final int[] waiting;

  Connectivity(SegmentGraph graph, int nodes) {
    this.graph = graph;
    this.waiting = new int[nodes];
  }

  /** How many of the live ordinals cannot be come to from some entry point. O(links). */
  int unreachable(SegmentNodes nodes, OrdinalBitmap live) {
    int root = graph.entryPoints()[0];
    var missed = new BitSet(waiting.length);
    missed.set(0, waiting.length);
    missed.andNot(walk(root, -1));
    for (int entryPoint : graph.entryPoints()) {
      var reached = walk(entryPoint, root);
      if (!reached.get(root)) {
        reached.flip(0, waiting.length);
        missed.or(reached);
      }
    }
    int count = 0;
    for (int node = missed.nextSetBit(0); node >= 0; node = missed.nextSetBit(node + 1)) {
      var found = new int[1];
      nodes.forEach(node, live, _ -> found[0]++);
      count += found[0];
    }
    return count;
  }

  /** What can be come to from a node, until the goal is among it. */
  private BitSet walk(int from, int goal) {
    var reached = new BitSet(waiting.length);
    int head = 0;
    int tail = 0;
    waiting[tail++] = from;
    reached.set(from);
    while (head < tail && (goal < 0 || !reached.get(goal))) {
      long row = graph.row(waiting[head++]);
      for (int place = 0; place < graph.degree(); place++) {
        int neighbour = graph.links().get(LittleEndian.INT, row + 4L * place);
        if (!reached.get(neighbour)) {
          reached.set(neighbour);
          waiting[tail++] = neighbour;
        }
      }
    }
    return reached;
  }
}
