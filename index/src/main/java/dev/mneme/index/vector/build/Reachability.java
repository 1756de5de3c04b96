package dev.mneme.index.vector.build;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Makes sure that a search can come from anywhere to everywhere: every node can be reached from the
 * root, and the root from every entry point. Where pruning has cut a node off, a node that can be
 * reached and is near gets a link to it, in place of its farthest link that no node's reachability
 * hangs on.
 */
final class Reachability {
  /** Nodes between two checks: some milliseconds. */
  private static final int STRIDE = 4_096;

  private final MutableLinks links;
  private final int root;
  private final Runnable check;
  private final BitSet reached;
  private final int[] parent;
  private final int[] queue;
  private int head;
  private int tail;

  /** Finds, for a node that cannot be reached, nodes that are near; the best first. */
  @FunctionalInterface
  interface Nearest {
    int[] to(int node);
  }

  /**
   * @param check called often; what it throws ends the repair
   */
  Reachability(MutableLinks links, int root, Runnable check) {
    this.links = links;
    this.root = root;
    this.check = check;
    this.reached = new BitSet(links.nodes());
    this.parent = new int[links.nodes()];
    this.queue = new int[links.nodes()];
  }

  /** How many nodes cannot be reached from the root. O(links). */
  static int unreachable(MutableLinks links, int root) {
    var walk = new Reachability(links, root, () -> {});
    walk.reach(root, root);
    walk.spread();
    return links.nodes() - walk.tail;
  }

  /**
   * Repairs.
   *
   * @return how many links were set
   */
  int repair(int[] entryPoints, Nearest nearest) {
    reach(root, root);
    spread();
    int repaired = 0;
    for (int node = reached.nextClearBit(0); node < links.nodes(); ) {
      check.run();
      attach(node, nearest.to(node));
      repaired++;
      reach(node, parent[node]);
      spread();
      node = reached.nextClearBit(node);
    }
    return repaired + leadBack(entryPoints);
  }

  private void reach(int node, int from) {
    reached.set(node);
    parent[node] = from;
    queue[tail++] = node;
  }

  private void spread() {
    while (head < tail) {
      checkAt(head);
      int node = queue[head++];
      for (int place = 0; place < links.degree(node); place++) {
        int neighbour = links.link(node, place);
        if (!reached.get(neighbour)) {
          reach(neighbour, node);
        }
      }
    }
  }

  private void checkAt(int place) {
    if (place % STRIDE == 0) {
      check.run();
    }
  }

  /** Links to the node from the first of the near ones that can spare a link, or from any. */
  private void attach(int node, int[] near) {
    for (int host : near) {
      if (reached.get(host) && host != node && link(host, node)) {
        parent[node] = host;
        return;
      }
    }
    // A tree of n nodes has n - 1 links, and every row has room for more than one.
    for (int i = tail - 1; i >= 0; i--) {
      if (link(queue[i], node)) {
        parent[node] = queue[i];
        return;
      }
    }
    throw new IllegalStateException("no node can link to node " + node);
  }

  private boolean link(int host, int node) {
    if (links.degree(host) < links.capacity()) {
      links.add(host, node);
      return true;
    }
    for (int place = links.degree(host) - 1; place >= 0; place--) {
      if (parent[links.link(host, place)] != host || links.link(host, place) == root) {
        links.replace(host, place, node);
        return true;
      }
    }
    return false;
  }

  /** An entry point that cannot lead to the root gets a link to it. */
  private int leadBack(int[] entryPoints) {
    var leading = leadingToRoot();
    int repaired = 0;
    for (int entryPoint : entryPoints) {
      if (!leading.get(entryPoint)) {
        int host = entryPoint;
        while (!links.has(host, root) && !link(host, root)) {
          // All its links hold others; those lead on to a node that can spare one.
          host = links.link(host, 0);
        }
        repaired++;
      }
    }
    return repaired;
  }

  /** All nodes from which the root can be reached: a walk along the links turned round. */
  private BitSet leadingToRoot() {
    int nodes = links.nodes();
    var starts = new int[nodes + 1];
    for (int node = 0; node < nodes; node++) {
      checkAt(node);
      for (int place = 0; place < links.degree(node); place++) {
        starts[links.link(node, place) + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    var sources = new int[starts[nodes]];
    var next = Arrays.copyOf(starts, nodes);
    for (int node = 0; node < nodes; node++) {
      checkAt(node);
      for (int place = 0; place < links.degree(node); place++) {
        sources[next[links.link(node, place)]++] = node;
      }
    }
    var leading = new BitSet(nodes);
    var waiting = new int[nodes];
    int size = 0;
    waiting[size++] = root;
    leading.set(root);
    for (int done = 0; size > 0; done++) {
      checkAt(done);
      int node = waiting[--size];
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        if (!leading.get(sources[i])) {
          leading.set(sources[i]);
          waiting[size++] = sources[i];
        }
      }
    }
    return leading;
  }
}
