package dev.mneme.index.vector;

import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.VectorKernels;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Measures which beam width reaches which recall, with queries that are members held out of the
 * graph, against exact search. Each width is tried with all of them.
 */
final class Calibration {
  private static final int[] WIDTHS = {
    10, 16, 24, 32, 40, 48, 56, 64, 72, 80, 90, 100, 110, 120, 135, 150, 170, 190, 220, 250, 300,
    360, 430, 520, 640, 800, 1_000
  };

  private static final int[] RESULTS = {10, 100};

  /**
   * Some hundred queries tell a recall of 0.99 to within 0.002: by so much of the misses more is
   * asked.
   */
  private static final double RESERVE = 0.2;

  private static final int GRAIN = 1_024;

  private final BuildVectors vectors;
  private final SegmentCodes codes;
  private final SegmentGraph graph;
  private final Crew crew;
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
      Crew crew,
      int[] present,
      int[] heldOut) {
    this.vectors = vectors;
    this.codes = codes;
    this.graph = graph;
    this.crew = crew;
    this.present = present;
    this.queries = new float[heldOut.length][vectors.space().dimensions()];
    for (int i = 0; i < heldOut.length; i++) {
      vectors.point(heldOut[i], queries[i]);
      vectors.space().turnIntoQuery(queries[i]);
    }
  }

  Depths run() {
    int widest = WIDTHS[WIDTHS.length - 1];
    var depths = new int[RESULTS.length][Depths.TARGETS.length];
    for (int[] row : depths) {
      Arrays.fill(row, widest);
    }
    if (queries.length > 0 && present.length > 0) {
      int[][] truth = truth();
      for (int width : WIDTHS) {
        double[] recalls = recalls(truth, width);
        for (int r = 0; r < RESULTS.length; r++) {
          for (int t = 0; t < Depths.TARGETS.length; t++) {
            double asked = 1 - (1 - RESERVE) * (1 - Depths.TARGETS[t]);
            if (recalls[r] >= asked && width < depths[r][t]) {
              depths[r][t] = width;
            }
          }
        }
        if (depths[1][Depths.TARGETS.length - 1] < widest
            && depths[0][Depths.TARGETS.length - 1] < widest) {
          break;
        }
      }
    }
    return new Depths(depths[0], depths[1]);
  }

  /** The nearest nodes of each query, nearest first. */
  private int[][] truth() {
    int most = RESULTS[RESULTS.length - 1];
    int chunks = (present.length + GRAIN - 1) / GRAIN;
    var nearest = new TopK[crew.workers()][queries.length];
    for (var row : nearest) {
      Arrays.setAll(row, _ -> new TopK(most));
    }
    var points = new float[crew.workers()][vectors.space().dimensions()];
    var kernels = VectorKernels.best();
    crew.forEach(
        chunks,
        (worker, chunk) -> {
          float[] point = points[worker];
          for (int i = chunk * GRAIN; i < Math.min(present.length, (chunk + 1) * GRAIN); i++) {
            vectors.point(present[i], point);
            for (int q = 0; q < queries.length; q++) {
              nearest[worker][q].offer(-kernels.squaredDistance(queries[q], point), present[i]);
            }
          }
        });
    var truth = new int[queries.length][];
    for (int q = 0; q < queries.length; q++) {
      var all = new TopK(most);
      for (var row : nearest) {
        var part = row[q].ranked();
        for (int i = 0; i < part.ordinals().length; i++) {
          all.offer(part.scores()[i], part.ordinals()[i]);
        }
      }
      truth[q] = all.ranked().ordinals();
    }
    return truth;
  }

  /** Recall for each number of results. */
  private double[] recalls(int[][] truth, int width) {
    var found = new int[RESULTS.length][queries.length];
    var searches = new Search[crew.workers()];
    Arrays.setAll(searches, _ -> new Search());
    crew.forEach(
        queries.length,
        (worker, q) -> {
          var search = searches[worker];
          for (int r = 0; r < RESULTS.length; r++) {
            found[r][q] = search.found(queries[q], truth[q], width, RESULTS[r]);
          }
        });
    var recalls = new double[RESULTS.length];
    for (int r = 0; r < RESULTS.length; r++) {
      long possible = 0;
      for (int[] row : truth) {
        possible += Math.min(RESULTS[r], row.length);
      }
      recalls[r] = Arrays.stream(found[r]).sum() / (double) possible;
    }
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

    int found(float[] target, int[] truth, int width, int k) {
      if (width < k) {
        return 0;
      }
      query.set(target);
      beam.search(graph, query, width, new Deadline(Long.MAX_VALUE));
      refinement.clear();
      for (int i = 0; i < beam.size(); i++) {
        refinement.add(beam.node(i));
      }
      refinement.run(graph, query);
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
      for (int i = 0; i < Math.min(k, truth.length); i++) {
        expected.set(truth[i]);
      }
      int found = 0;
      for (int place = 0; place < Math.min(k, reranking.size()); place++) {
        found += expected.get(refinement.node(reranking.rank(place))) ? 1 : 0;
      }
      return found;
    }
  }
}
