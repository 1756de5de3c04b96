package dev.mneme.index.vector.build;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * In which order nodes come into a graph: shuffled by a seed, behind those that are there already.
 *
 * @param order of all nodes
 * @param present how many of them the graph has from the beginning
 * @param entryPoints what searches start from then; empty where it is empty
 */
@SuppressWarnings("ArrayRecordComponent")
record Insertions(int[] order, int present, int[] entryPoints) {
  private static final long SEED = 0x5eed;

  static Insertions of(Optional<BaseSegment> base, int nodes) {
    if (base.isEmpty()) {
      var all = new int[nodes];
      Arrays.setAll(all, i -> i);
      return new Insertions(shuffled(all), 0, new int[0]);
    }
    int[] there = base.get().nodeOf();
    int[] missing = shuffled(base.get().missing(nodes));
    int[] order = Arrays.copyOf(there, nodes);
    System.arraycopy(missing, 0, order, there.length, missing.length);
    return new Insertions(order, there.length, base.get().entryPoints());
  }

  private static int[] shuffled(int[] nodes) {
    var random = new SplittableRandom(SEED);
    for (int i = nodes.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = nodes[i];
      nodes[i] = nodes[j];
      nodes[j] = swapped;
    }
    return nodes;
  }

  /** Nodes that are to be inserted, in their order. */
  int[] missing() {
    return Arrays.copyOfRange(order, present, order.length);
  }
}
