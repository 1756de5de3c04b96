package dev.mneme.index.vector.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.memory.Similarity;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against distances in double, also where all points are close together and far from 0. */
class ExactNeighborsTest {
  private static final int QUERIES = 20;

  @ParameterizedTest
  @CsvSource({"1, 3, 0", "7, 64, 0", "33, 65, 1000", "384, 301, 1000", "100, 1, 5"})
  void nearestAreFound(int dimension, int members, float offset) {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var vectors = new float[members + QUERIES][dimension];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = offset + (float) random.nextGaussian();
      }
    }
    var fixture = new SegmentFixture(Similarity.EUCLIDEAN, vectors);
    var source =
        BuildVectors.of(fixture::vector, fixture.all(), Similarity.EUCLIDEAN, dimension, () -> {});
    int nodes = source.nodes() - QUERIES;
    var points = new float[source.nodes()][source.space().dimensions()];
    IntStream.range(0, source.nodes()).forEach(node -> source.point(node, points[node]));
    var queries = new float[QUERIES][];
    System.arraycopy(points, nodes, queries, 0, QUERIES);

    int[][] found;
    try (var pool = new WorkerPool(2, () -> false)) {
      found =
          new ExactNeighbors(source, pool, IntStream.range(0, nodes).toArray())
              .of(queries, query -> 1 + query);
    }

    for (int q = 0; q < QUERIES; q++) {
      float[] query = queries[q];
      int[] expected =
          IntStream.range(0, nodes)
              .boxed()
              .sorted(Comparator.comparingDouble(node -> squaredDistance(query, points[node])))
              .limit(1 + q)
              .mapToInt(node -> node)
              .toArray();
      assertThat(found[q]).as("query %d, seed %d", q, seed).containsExactly(expected);
    }
  }

  private static double squaredDistance(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.pow((double) a[i] - b[i], 2)).sum();
  }
}
