package dev.mneme.index.vector.live;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.mneme.index.vector.score.Scorer;
import java.util.Arrays;
import org.eclipse.collections.api.block.HashingStrategy;
import org.eclipse.collections.impl.set.strategy.mutable.UnifiedSetWithHashingStrategy;

/**
 * A navigable small-world graph (Malkov and Yashunin, 2016) of fixed capacity, on hnswlib-core.
 * {@link #add} belongs to one thread, {@link #search} to any number, at the same time.
 *
 * <p>What hnswlib-core lacks is worked around here and nowhere else:
 *
 * <ul>
 *   <li>Its {@code ef} is shared by all searches. It stays 1, and the number of results asked for,
 *       which widens the beam as well, is what searches here call ef.
 *   <li>It knows no filter and no deadline. The query is a point that carries its {@link Probe},
 *       and the distance function shows every distance to it. The library's own result list serves
 *       only to tell how far the beam has reached.
 *   <li>More than a handful of equal vectors link to each other only and wall themselves off. Equal
 *       vectors share one node.
 *   <li>It borrows a visited set from a pool of one a processor. The writer borrows while it holds
 *       the monitor of the node that it adds; but no search that holds a set can want that monitor,
 *       because a node gets its links of the base layer, the only one searched with a set, after
 *       the writer has given its last set back. So one writer and any number of readers wait, but
 *       never for each other in a circle.
 *   <li>Waiting for a set throws if the thread is interrupted. The search is tried again, and the
 *       interrupt kept for the caller.
 *   <li>Resizing, saving and loading are never used.
 * </ul>
 */
public final class LiveGraph {
  private final HnswIndex<Integer, Point, Node, Float> index;
  private final int capacity;
  private final int linksPerNode;
  private final UnifiedSetWithHashingStrategy<Node> distinct =
      new UnifiedSetWithHashingStrategy<>(new SameVector());

  /**
   * Written by the adding thread only; slots are given out whether or not the library takes the
   * node.
   */
  private volatile int slots;

  private volatile int ordinals;

  LiveGraph(Scorer scorer, int dimension, int m, int efConstruction, int capacity) {
    this.capacity = capacity;
    this.linksPerNode = 2 * m;
    this.index =
        HnswIndex.newBuilder(dimension, distances(scorer), Float::compare, capacity)
            .withM(m)
            .withEfConstruction(efConstruction)
            .withEf(1)
            .build();
  }

  private static DistanceFunction<Point, Float> distances(Scorer scorer) {
    return (from, to) -> {
      float score = scorer.fast(from.vector, to.vector);
      if (from instanceof Query query) {
        // Most nodes are too far away: those need not touch the cache line of their ordinals.
        if (query.probe.wants(score)) {
          var node = (Node) to;
          query.probe.visit(node.slot, node.ordinals, score);
        }
      }
      return -score;
    };
  }

  public boolean isFull() {
    return slots == capacity;
  }

  /** Bound of the slot numbers that it hands to {@link Probe#visit}. */
  int capacity() {
    return capacity;
  }

  /** Nodes that a search may have to walk; equal vectors share one. */
  public int nodes() {
    return slots;
  }

  /** Ordinals that were ever added, dead ones included. */
  public int ordinals() {
    return ordinals;
  }

  /**
   * Adds a member; ordinals ascend. When it throws, the ordinal may be half linked: it must not be
   * added again, nor be eligible.
   *
   * @return the array that the graph keeps for this vector
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread adds
  public float[] add(int ordinal, float[] vector) {
    var node = new Node(slots, ordinal, vector);
    var equal = distinct.get(node);
    if (equal != null) {
      equal.join(ordinal);
      ordinals++;
      return equal.vector;
    }
    slots++;
    if (!index.add(node)) {
      throw new IllegalStateException("the graph refuses slot " + node.slot);
    }
    distinct.put(node);
    ordinals++;
    return vector;
  }

  /**
   * Shows the probe every node that a search for the {@code ef} nearest ones looks at, and stops
   * early with the probe's deadline.
   *
   * @return the score of the worst of those {@code ef}: what is better was most likely shown;
   *     {@link Float#NEGATIVE_INFINITY} if all nodes that can be reached were shown
   */
  float search(Probe probe, int ef) {
    var query = new Query(probe);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          var beam = index.findNearest(query, ef);
          return beam.size() < ef ? Float.NEGATIVE_INFINITY : -beam.getLast().distance();
        } catch (RuntimeException e) {
          if (!(e.getCause() instanceof InterruptedException)) {
            throw e;
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An estimate, without the vectors. */
  public long heapBytes() {
    // A node: its object and ordinals, the library's node and link list, two map entries, a lock;
    // plus a quarter of upper links.
    long perNode = 260 + 5L * linksPerNode;
    return perNode * slots + 5L * capacity;
  }

  /** What the library calls a vector. */
  private abstract static sealed class Point {
    final float[] vector;

    Point(float[] vector) {
      this.vector = vector;
    }
  }

  /** A search's end of a distance. */
  private static final class Query extends Point {
    final Probe probe;

    Query(Probe probe) {
      super(probe.query());
      this.probe = probe;
    }
  }

  /** One vector and the members that have it. */
  private static final class Node extends Point implements Item<Integer, Point> {
    private static final long serialVersionUID = 1;
    private static final int NONE = -1;

    final int slot;
    final transient int hash;

    /**
     * Ascending, padded with {@link #NONE}; places are filled once, the array is replaced when it
     * is full.
     */
    transient volatile int[] ordinals;

    transient int members = 1;

    Node(int slot, int ordinal, float[] vector) {
      super(vector);
      this.slot = slot;
      this.hash = Arrays.hashCode(vector);
      this.ordinals = new int[] {ordinal};
    }

    void join(int ordinal) {
      int[] current = ordinals;
      if (members == current.length) {
        current = Arrays.copyOf(current, 2 * members);
        Arrays.fill(current, members, current.length, NONE);
      }
      current[members++] = ordinal;
      ordinals = current;
    }

    @Override
    public Integer id() {
      return slot;
    }

    @Override
    public Point vector() {
      return this;
    }

    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  private static final class SameVector implements HashingStrategy<Node> {
    private static final long serialVersionUID = 1;

    @Override
    public int computeHashCode(Node node) {
      return node.hash;
    }

    @Override
    public boolean equals(Node left, Node right) {
      return Arrays.equals(left.vector, right.vector);
    }
  }
}
