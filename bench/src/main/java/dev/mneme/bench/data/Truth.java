package dev.mneme.bench.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.core.vector.VectorKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  public static Truth compute(Corpus corpus, int k, boolean withFilters) throws IOException {
    var scan = new ExactScan(corpus, k);
    var filtered = new LinkedHashMap<String, double[]>();
    if (withFilters) {
      for (var kind : FilterKind.values()) {
        var ranges = SELECTIVITIES.stream().map(share -> kind.range(corpus.size(), share)).toList();
        var answers = scan.filtered(kind.queries(corpus), ranges);
        for (int s = 0; s < ranges.size(); s++) {
          filtered.put(key(kind, SELECTIVITIES.get(s)), answers[s]);
        }
      }
    }
    return new Truth(k, scan.plain(), filtered);
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
