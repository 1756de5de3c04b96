package dev.mneme.bench.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.core.vector.VectorKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The exact answers by brute force: for each query how close its k-th nearest memory is. Whatever
 * is at least as close counts as found, so that ties are no errors.
 *
 * @param k how many are asked for
 * @param plain a cosine a query
 * @param filtered by kind and selectivity, in the order of {@link FilterKind#queries}
 */
public record Truth(int k, double[] plain, Map<String, double[]> filtered) {
  /** Cosines closer than this are ties: float sums in different orders. */
  private static final double TIE = 1e-6;

  public static final List<Double> SELECTIVITIES = List.of(0.0001, 0.001, 0.01, 0.1, 0.5, 0.9);

  private static String key(FilterKind kind, double selectivity) {
    return kind + " " + selectivity;
  }

  /** Scans everything for every query, on all processors. */
  public static Truth compute(Corpus corpus, int k, boolean withFilters) {
    var matrix = corpus.matrix();
    var plain =
        IntStream.range(0, corpus.queries())
            .parallel()
            .mapToDouble(q -> kth(scores(matrix, corpus.queryVector(q)), k))
            .toArray();
    var filtered = new LinkedHashMap<String, double[]>();
    if (withFilters) {
      for (var kind : FilterKind.values()) {
        addFiltered(corpus, matrix, kind, k, filtered);
      }
    }
    return new Truth(k, plain, filtered);
  }

  private static void addFiltered(
      Corpus corpus, float[][] matrix, FilterKind kind, int k, Map<String, double[]> into) {
    var queries = kind.queries(corpus);
    var rows =
        IntStream.range(0, queries.length)
            .parallel()
            .mapToObj(
                i -> {
                  var scores = scores(matrix, corpus.queryVector(queries[i]));
                  return SELECTIVITIES.stream()
                      .map(selectivity -> kind.range(corpus.size(), selectivity))
                      .mapToDouble(range -> kth(allowed(corpus, scores, range), k))
                      .toArray();
                })
            .toList();
    for (int s = 0; s < SELECTIVITIES.size(); s++) {
      int column = s;
      into.put(
          key(kind, SELECTIVITIES.get(s)), rows.stream().mapToDouble(row -> row[column]).toArray());
    }
  }

  private static float[] scores(float[][] matrix, float[] query) {
    var kernels = VectorKernels.best();
    var scores = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      scores[i] = kernels.dot(query, matrix[i]);
    }
    return scores;
  }

  private static float[] allowed(Corpus corpus, float[] scores, Range range) {
    var kept = new float[range.matches()];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (range.holds(corpus, i)) {
        kept[count++] = scores[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static double kth(float[] scores, int k) {
    Arrays.sort(scores);
    return scores[Math.max(0, scores.length - k)];
  }

  /** Of the queries of {@link FilterKind#queries}. */
  public double[] filtered(FilterKind kind, double selectivity) {
    var kth = filtered.get(key(kind, selectivity));
    if (kth == null) {
      throw new IllegalArgumentException("no exact answers of " + key(kind, selectivity));
    }
    return kth;
  }

  /** The share of the nearest that were found; hits that do not match the filter do not count. */
  public double recall(Corpus corpus, float[] query, double kth, int[] found, Range range) {
    int wanted = Math.min(k, range.matches());
    var distinct = new HashSet<Integer>();
    var kernels = VectorKernels.best();
    for (int i = 0; i < Math.min(k, found.length); i++) {
      if (range.holds(corpus, found[i])
          && kernels.exactDot(query, corpus.vector(found[i])) >= kth - TIE) {
        distinct.add(found[i]);
      }
    }
    return (double) Math.min(wanted, distinct.size()) / wanted;
  }

  public double recall(Corpus corpus, int query, int[] found) {
    var everything = new Range(Range.RANDOM, 0, corpus.size());
    return recall(corpus, corpus.queryVector(query), plain[query], found, everything);
  }

  public void save(Path file) throws IOException {
    new ObjectMapper().writeValue(file.toFile(), this);
  }

  public static Truth load(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), Truth.class);
  }
}
