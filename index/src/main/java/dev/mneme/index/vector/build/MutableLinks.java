package dev.mneme.index.vector.build;

import dev.mneme.index.vector.segment.LittleEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The rows of links of a graph under construction, off heap. Different rows may be written by
 * different threads at once.
 */
final class MutableLinks {
  private final MemorySegment rows;
  private final int capacity;
  private final int[] degrees;

  MutableLinks(Arena arena, int nodes, int capacity) {
    this.rows = arena.allocate((long) nodes * capacity * Integer.BYTES, 64);
    this.capacity = capacity;
    this.degrees = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      fill(node, 0);
    }
  }

  MemorySegment rows() {
    return rows;
  }

  int nodes() {
    return degrees.length;
  }

  int capacity() {
    return capacity;
  }

  int degree(int node) {
    return degrees[node];
  }

  int link(int node, int place) {
    return rows.get(LittleEndian.INT, offset(node, place));
  }

  boolean has(int node, int neighbour) {
    for (int place = 0; place < degrees[node]; place++) {
      if (link(node, place) == neighbour) {
        return true;
      }
    }
    return false;
  }

  void replace(int node, int place, int neighbour) {
    rows.set(LittleEndian.INT, offset(node, place), neighbour);
  }

  /** Adds a link to a row that is not full. */
  void add(int node, int neighbour) {
    replace(node, degrees[node]++, neighbour);
  }

  /** Replaces a row. */
  void set(int node, int[] neighbours, int count) {
    for (int place = 0; place < count; place++) {
      replace(node, place, neighbours[place]);
    }
    degrees[node] = count;
    fill(node, count);
  }

  /** What is not used points at the node itself, which a traversal has visited already. */
  private void fill(int node, int from) {
    for (int place = from; place < capacity; place++) {
      replace(node, place, node);
    }
  }

  private long offset(int node, int place) {
    return ((long) node * capacity + place) * Integer.BYTES;
  }
}
