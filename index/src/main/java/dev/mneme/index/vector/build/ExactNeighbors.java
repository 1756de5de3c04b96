package dev.mneme.index.vector.build;

import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.vector.search.TopK;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The true nearest members of many queries: all members are held against all queries, a block of
 * members at a time so that it stays in the cache. Points are moved so that the mean is at the
 * origin, where {@code |p|^2 / 2 - <p, q>} orders like distances do and loses little to rounding.
 */
final class ExactNeighbors {
  /** Members of a block: 24 KiB for 384 dimensions, which the innermost cache holds. */
  private static final int GRAIN = 4 * VectorKernels.AT_ONCE;

  private final VectorKernels kernels = VectorKernels.best();
  private final BuildVectors vectors;
  private final WorkerPool pool;
  private final int[] members;
  private final float[] centroid;

  /**
   * @param members the nodes that count
   */
  ExactNeighbors(BuildVectors vectors, WorkerPool pool, int[] members) {
    this.vectors = vectors;
    this.pool = pool;
    this.members = members;
    this.centroid = vectors.centroid();
  }

  /** Scratch of one worker. */
  private final class Block {
    final float[][] points = new float[GRAIN][centroid.length];
    final float[] halfSquares = new float[GRAIN];
    final float[] dots = new float[GRAIN];
    final TopK[] nearest;

    Block(TopK[] nearest) {
      this.nearest = nearest;
    }

    void read(int from, int to) {
      for (int i = 0; i < to - from; i++) {
        vectors.point(members[from + i], points[i]);
        centre(points[i]);
        halfSquares[i] = kernels.dot(points[i], points[i]) / 2;
      }
    }

    void compare(float[][] queries, int from, int to) {
      int count = to - from;
      for (int q = 0; q < queries.length; q++) {
        for (int i = 0; i < count; i += VectorKernels.AT_ONCE) {
          kernels.dots(queries[q], points, i, dots);
        }
        var best = nearest[q];
        for (int i = 0; i < count; i++) {
          best.offer(dots[i] - halfSquares[i], members[from + i]);
        }
      }
    }
  }

  /**
   * The nodes nearest to each query, nearest first.
   *
   * @param queries points, each as a query
   * @param count how many for the query of this number
   */
  int[][] of(float[][] queries, IntUnaryOperator count) {
    var centred = new float[queries.length][];
    for (int q = 0; q < queries.length; q++) {
      centred[q] = queries[q].clone();
      centre(centred[q]);
    }
    var blocks = new Block[pool.workers()];
    Arrays.setAll(blocks, _ -> new Block(empty(queries.length, count)));
    pool.forEach(
        (members.length + GRAIN - 1) / GRAIN,
        (worker, chunk) -> {
          int from = chunk * GRAIN;
          int to = Math.min(members.length, from + GRAIN);
          blocks[worker].read(from, to);
          blocks[worker].compare(centred, from, to);
        });
    var truth = new int[queries.length][];
    for (int q = 0; q < queries.length; q++) {
      var all = new TopK(count.applyAsInt(q));
      for (var block : blocks) {
        var part = block.nearest[q].ranked();
        for (int i = 0; i < part.ordinals().length; i++) {
          all.offer(part.scores()[i], part.ordinals()[i]);
        }
      }
      truth[q] = all.ranked().ordinals();
    }
    return truth;
  }

  private static TopK[] empty(int queries, IntUnaryOperator count) {
    var nearest = new TopK[queries];
    Arrays.setAll(nearest, q -> new TopK(count.applyAsInt(q)));
    return nearest;
  }

  private void centre(float[] point) {
    for (int i = 0; i < point.length; i++) {
      point[i] -= centroid[i];
    }
  }
}
