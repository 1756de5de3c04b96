package dev.mneme.bench.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How a filter is related to the queries that are asked under it. */
public enum FilterKind {
  /** Matches are spread evenly: any queries, any memories. */
  UNCORRELATED,
  /** The queries closest to a topic, and the memories closest to it. */
  CORRELATED,
  /** The queries closest to a topic, and the memories farthest from it. */
  OPPOSED;

  /** How many queries are asked under each filter. */
  public static final int QUERIES = 100;

  /** The filter that lets a share of the memories through. */
  public Range range(int size, double selectivity) {
    int matches = Math.max(1, (int) Math.round(size * selectivity));
    return switch (this) {
      case UNCORRELATED -> new Range(Range.RANDOM, 0, matches);
      case CORRELATED -> new Range(Range.NEAR, 0, matches);
      case OPPOSED -> new Range(Range.NEAR, size - matches, size);
    };
  }

  /** The queries that are asked. */
  public int[] queries(Corpus corpus) {
    int count = Math.min(QUERIES, corpus.queries());
    if (this == UNCORRELATED) {
      return IntStream.range(0, count).toArray();
    }
    var topic = corpus.queryVector(0);
    var closeness = new double[corpus.queries()];
    var kernels = dev.mneme.core.vector.VectorKernels.best();
    Arrays.setAll(closeness, q -> kernels.exactDot(topic, corpus.queryVector(q)));
    return IntStream.range(0, corpus.queries())
        .boxed()
        .sorted((a, b) -> Double.compare(closeness[b], closeness[a]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
