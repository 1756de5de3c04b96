package dev.mneme.index.vector.build;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.search.Beam;
import dev.mneme.index.vector.search.BeamLimits;
import dev.mneme.index.vector.search.Refinement;
import dev.mneme.index.vector.search.Reranking;
import dev.mneme.index.vector.segment.EfTable;
import dev.mneme.index.vector.segment.SegmentGraph;
import dev.mneme.index.vector.segment.SegmentQuery;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Measures which ef reaches which recall, with queries that are members held out of the graph,
 * against exact search. An ef is good for a recall if the mean of the queries passes it by two
 * standard errors, because what is measured is a sample and the first ef that passes is likely to
 * be one that was lucky. Each query is tried with larger and larger beams until it has found all;
 * from there on it counts as found.
 */
final class Calibration {
  private static final int[] EFS = {
    10, 16, 24, 32, 40, 48, 56, 64, 72, 80, 90, 100, 110, 120, 135, 150, 170, 190, 220, 250, 300,
    360, 430, 520, 640, 800, 1_000
  };

  private static final int[] RESULTS = {10, 100};

  /** So many queries say as much of the nearest 100 as all do of the nearest 10. */
  private static final int QUERIES_AT_100 = 256;

  /** Standard errors of the mean that a target has to be passed by: 98 of 100 samples do. */
  private static final double STANDARD_ERRORS = 2;

  /**
   * The recall of one more query, which counts as if it had been measured: a few queries without a
   * miss do not say that there are none.
   */
  private static final double SUPPOSED = 0.9;

  /** Queries that tell how distances grow, up to the node of rank {@link #LAST_RANK}. */
  private static final int EXPONENT_QUERIES = 128;

  private static final int LAST_RANK = 200;

  private final BuildVectors vectors;
  private final SegmentCodes codes;
  private final SegmentGraph graph;
  private final WorkerPool pool;
  private final int[] present;
  private final float[][] queries;

  /**
   * @param present nodes in the graph
   * @param heldOut nodes that are not
   */
  Calibration(
      BuildVectors vectors,
      SegmentCodes codes,
      SegmentGraph graph,
      WorkerPool pool,
      int[] present,
      int[] heldOut) {
    this.vectors = vectors;
    this.codes = codes;
    this.graph = graph;
    this.pool = pool;
    this.present = present;
    this.queries = new float[heldOut.length][vectors.space().dimensions()];
    for (int i = 0; i < heldOut.length; i++) {
      vectors.point(heldOut[i], queries[i]);
      vectors.space().turnIntoQuery(queries[i]);
    }
  }

  EfTable run() {
    var efs = new int[RESULTS.length][EfTable.RECALLS.length];
    for (int[] row : efs) {
      Arrays.fill(row, EFS[EFS.length - 1]);
    }
    double exponent = distanceExponent();
    if (queries.length > 0 && present.length > 0) {
      var truth =
          new ExactNeighbors(vectors, pool, present)
              .of(queries, query -> RESULTS[query < queriesFor(1) ? 1 : 0]);
      var recalls = recalls(truth, exponent, RESULTS.length);
      for (int r = 0; r < RESULTS.length; r++) {
        for (int w = EFS.length - 1; w >= 0; w--) {
          double bound = lowerBound(recalls[r][w], queriesFor(r));
          for (int t = 0; t < EfTable.RECALLS.length; t++) {
            if (bound >= EfTable.RECALLS[t]) {
              efs[r][t] = EFS[w];
            }
          }
        }
      }
    }
    return new EfTable(efs[0], efs[1], exponent);
  }

  /** The least ef that finds this share of the nearest ten, on average over the queries. */
  int ef(double recall) {
    int[][] truth = new ExactNeighbors(vectors, pool, present).of(queries, _ -> RESULTS[0]);
    var recalls = recalls(truth, distanceExponent(), 1)[0];
    int w = 0;
    while (w < EFS.length - 1 && mean(recalls[w]) < recall) {
      w++;
    }
    return EFS[w];
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** How distances grow with rank, on average over some queries; 0 if that cannot be told. */
  private double distanceExponent() {
    var search = new Search();
    double sum = 0;
    int count = 0;
    for (int q = 0; q < Math.min(EXPONENT_QUERIES, queries.length); q++) {
      pool.check();
      search.candidates(queries[q], BeamLimits.plain(LAST_RANK));
      int last = Math.min(LAST_RANK, search.beam.size());
      if (last > 2 * RESULTS[0]) {
        double factor = search.beam.distance(last - 1) / search.beam.distance(RESULTS[0] - 1);
        sum += Math.log(factor) / (2 * Math.log((double) last / RESULTS[0]));
        count++;
      }
    }
    double exponent = count == 0 ? 0 : sum / count;
    return exponent > 0
        ? Math.min(exponent, EfTable.MAX_EXPONENT)
        : 0; // not a number is unknown, too
  }

  private int queriesFor(int results) {
    return results == 0 ? queries.length : Math.min(QUERIES_AT_100, queries.length);
  }

  /** What the recall of all queries there could be is very likely to be at least. */
  private static double lowerBound(float[] recalls, int count) {
    double sum = SUPPOSED;
    double squares = SUPPOSED * SUPPOSED;
    for (int q = 0; q < count; q++) {
      sum += recalls[q];
      squares += (double) recalls[q] * recalls[q];
    }
    double mean = sum / (count + 1);
    double variance = Math.max(0, squares / (count + 1) - mean * mean);
    return mean - STANDARD_ERRORS * Math.sqrt(variance / (count + 1));
  }

  /** By number of results, the first {@code kinds} of them, ef and query. */
  private float[][][] recalls(int[][] truth, double exponent, int kinds) {
    var recalls = new float[kinds][EFS.length][queries.length];
    var searches = new Search[pool.workers()];
    Arrays.setAll(searches, _ -> new Search());
    pool.forEach(
        queries.length,
        (worker, q) -> {
          pool.check(); // a hard query takes some milliseconds
          var done = new boolean[kinds];
          if (kinds > 1) {
            done[1] = q >= queriesFor(1);
          }
          for (int w = 0; w < EFS.length; w++) {
            for (int r = 0; r < kinds; r++) {
              if (!done[r] && EFS[w] >= RESULTS[r]) {
                var limits = BeamLimits.of(EFS[w], RESULTS[r], RESULTS[r], exponent);
                searches[worker].candidates(queries[q], limits);
                recalls[r][w][q] = searches[worker].recall(queries[q], truth[q], RESULTS[r]);
                done[r] = recalls[r][w][q] == 1;
              } else {
                recalls[r][w][q] = done[r] ? 1 : 0;
              }
            }
          }
        });
    return recalls;
  }

  /** Scratch of one worker. */
  private final class Search {
    private final Beam beam = new Beam(CodeKernels.best()).reserve(vectors.nodes());
    private final SegmentQuery query = codes.query();
    private final Refinement refinement = new Refinement(CodeKernels.best());
    private final Reranking reranking = new Reranking();
    private final VectorKernels kernels = VectorKernels.best();
    private final float[] point = new float[vectors.space().dimensions()];

    void candidates(float[] target, BeamLimits limits) {
      query.set(target);
      beam.search(graph, query, limits, new Deadline(Long.MAX_VALUE));
      refinement.clear();
      for (int i = 0; i < beam.size(); i++) {
        refinement.add(beam.node(i));
      }
      refinement.run(graph, query);
    }

    float recall(float[] target, int[] truth, int results) {
      int k = Math.min(results, truth.length);
      // Half the squared distance, turned round, is what is estimated, but for a constant.
      reranking.run(
          refinement,
          new Reranking.Question(1, refinement.doubt(graph, query), k, k, Float.NEGATIVE_INFINITY),
          (from, to, scores) -> {
            for (int rank = from; rank < to; rank++) {
              vectors.point(refinement.node(rank), point);
              scores[rank] = -kernels.squaredDistance(target, point) / 2;
            }
          });
      var expected = new BitSet();
      for (int i = 0; i < k; i++) {
        expected.set(truth[i]);
      }
      int found = 0;
      for (int place = 0; place < Math.min(k, reranking.size()); place++) {
        found += expected.get(refinement.node(reranking.rank(place))) ? 1 : 0;
      }
      return found / (float) k;
    }
  }
}
