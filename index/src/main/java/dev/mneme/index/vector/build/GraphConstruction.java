package dev.mneme.index.vector.build;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.search.Beam;
import dev.mneme.index.vector.search.Refinement;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentQuery;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Inserts nodes into a graph in rounds (Manohar et al., ParlayANN, PPoPP 2024): all nodes of a
 * round search the graph as it was before and pick their links side by side; then every node that
 * was picked takes its links back, side by side as well. What comes out depends neither on the
 * number of threads nor on who is faster. A round is a fiftieth of all nodes at most, and no larger
 * than what is in the graph.
 */
final class GraphConstruction {
  /** Candidates that a node's links are picked from, where no more are needed. */
  static final int EF_CONSTRUCTION = 100;

  private static final int ROUNDS = 50;

  private final BuildVectors vectors;
  private final SegmentCodes codes;
  private final WorkerPool pool;
  private final int[] order;
  private final int[] entryPoints;
  private final int known;
  private final int present;
  private final Worker[] workers;
  private final int[][] picked;
  private int ef = EF_CONSTRUCTION;

  /** Scratch of one thread. */
  private final class Worker {
    final Beam beam;
    final SegmentQuery query;
    final Refinement refinement;
    final LinkPruner pruner;
    final float[] point;

    Worker(CodeKernels kernels, int degree) {
      beam = new Beam(kernels).reserve(vectors.nodes());
      query = codes.query();
      refinement = new Refinement(kernels);
      pruner = new LinkPruner(codes, kernels, degree);
      point = new float[vectors.space().dimensions()];
    }
  }

  /**
   * @param degree links a node in the end
   */
  GraphConstruction(
      BuildVectors vectors,
      SegmentCodes codes,
      WorkerPool pool,
      Insertions insertions,
      int degree) {
    this.vectors = vectors;
    this.codes = codes;
    this.pool = pool;
    this.order = insertions.order();
    this.known = insertions.entryPoints().length;
    this.present = insertions.present();
    int missing = order.length - present;
    int count = Math.max(known, Math.min(known + missing, entryPointsFor(order.length)));
    this.entryPoints = Arrays.copyOf(insertions.entryPoints(), count);
    System.arraycopy(order, present, entryPoints, known, count - known);
    this.picked = new int[order.length][];
    this.workers = new Worker[pool.workers()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(CodeKernels.best(), degree);
    }
  }

  /** A search's start costs as much as a few steps of it. */
  private static int entryPointsFor(int nodes) {
    return (int) Math.min(1_024, Math.max(1, Math.sqrt(nodes)));
  }

  /**
   * What a search may start from when the first {@code inserted} nodes of the order are in the
   * graph; the first one is the root.
   */
  int[] entryPoints(int inserted) {
    return Arrays.copyOf(entryPoints, Math.min(entryPoints.length, known + inserted - present));
  }

  /** From here on, links are picked from so many candidates. */
  void ef(int candidates) {
    ef = candidates;
  }

  /**
   * Inserts the nodes at places {@code from} to {@code to} - 1 of the order, after those before.
   *
   * @param done told how many nodes are in the graph
   */
  void insert(MutableLinks links, int from, int to, IntConsumer done) {
    for (int start = from; start < to; ) {
      if (start == 0) {
        start = 1; // the root has nothing to link to yet
        continue;
      }
      int round = Math.min(to - start, Math.max(1, Math.min(start, order.length / ROUNDS)));
      insertRound(links, start, round);
      start += round;
      done.accept(start);
    }
  }

  private void insertRound(MutableLinks links, int start, int count) {
    var graph = codes.graph(links, entryPoints(start));
    pool.forEach(count, (worker, i) -> pickLinks(workers[worker], graph, order[start + i]));
    int edges = 0;
    for (int i = 0; i < count; i++) {
      int node = order[start + i];
      links.set(node, picked[node], picked[node].length);
      edges += picked[node].length;
    }
    var back = new long[edges];
    int edge = 0;
    for (int i = 0; i < count; i++) {
      int node = order[start + i];
      for (int target : picked[node]) {
        back[edge++] = (long) target << 32 | node;
      }
      picked[node] = new int[0];
    }
    linkBack(links, back);
  }

  private void pickLinks(Worker worker, SegmentGraph graph, int node) {
    vectors.point(node, worker.point);
    worker.query.set(worker.point);
    worker.beam.search(graph, worker.query, ef, new Deadline(Long.MAX_VALUE));
    worker.refinement.clear();
    for (int i = 0; i < worker.beam.size(); i++) {
      worker.refinement.add(worker.beam.node(i));
    }
    worker.refinement.run(graph, worker.query);
    var pruner = worker.pruner.of(node);
    for (int i = 0; i < worker.refinement.size(); i++) {
      pruner.add(worker.refinement.node(i));
    }
    picked[node] = Arrays.copyOf(pruner.picked(), pruner.prune());
  }

  /** The targets of a round in order, each with its new neighbours. */
  private void linkBack(MutableLinks links, long[] back) {
    Arrays.sort(back);
    var starts = new int[back.length + 1];
    int targets = 0;
    for (int i = 0; i < back.length; i++) {
      if (i == 0 || back[i] >>> 32 != back[i - 1] >>> 32) {
        starts[targets++] = i;
      }
    }
    starts[targets] = back.length;
    pool.forEach(
        targets,
        (worker, i) -> linkBack(workers[worker].pruner, links, back, starts[i], starts[i + 1]));
  }

  private static void linkBack(
      LinkPruner pruner, MutableLinks links, long[] back, int from, int to) {
    int target = (int) (back[from] >>> 32);
    int degree = links.degree(target);
    if (degree + to - from <= links.capacity()) {
      for (int i = from; i < to; i++) {
        links.add(target, (int) back[i]);
      }
      return;
    }
    pruner.of(target);
    for (int place = 0; place < degree; place++) {
      pruner.add(links.link(target, place));
    }
    for (int i = from; i < to; i++) {
      pruner.add((int) back[i]);
    }
    links.set(target, pruner.picked(), pruner.prune());
  }

  /** Cuts the rows of all nodes down to what the other links have room for. */
  void shrink(MutableLinks from, MutableLinks to) {
    pool.forEach(
        from.nodes(),
        (worker, node) -> {
          int degree = from.degree(node);
          if (degree <= to.capacity()) {
            for (int place = 0; place < degree; place++) {
              to.add(node, from.link(node, place));
            }
            return;
          }
          var pruner = workers[worker].pruner.of(node);
          for (int place = 0; place < degree; place++) {
            pruner.add(from.link(node, place));
          }
          to.set(node, pruner.picked(), pruner.prune());
        });
  }
}
