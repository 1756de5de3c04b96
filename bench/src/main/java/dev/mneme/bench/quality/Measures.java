package dev.mneme.bench.quality;

import java.util.List;
import java.util.Map;

/**
 * How well one query was answered, each 0 to 1.
 *
 * @param recall share of the relevant memories among the first k
 * @param ndcg of the first k: gains as they are, discount log2(rank + 1) (Jarvelin and Kekalainen,
 *     TOIS 2002)
 * @param reciprocalRank 1 / rank of the first relevant memory among the first k, else 0
 */
record Measures(double recall, double ndcg, double reciprocalRank) {
  static Measures of(List<String> found, Map<String, Double> relevant, int k) {
    var first = found.subList(0, Math.min(k, found.size()));
    long hits = first.stream().filter(relevant::containsKey).count();
    double gained = 0;
    double reciprocalRank = 0;
    for (int i = 0; i < first.size(); i++) {
      gained += relevant.getOrDefault(first.get(i), 0.0) / log2(i + 2);
      if (reciprocalRank == 0 && relevant.containsKey(first.get(i))) {
        reciprocalRank = 1.0 / (i + 1);
      }
    }
    double ideal = ideal(relevant, k);
    return new Measures(
        (double) hits / relevant.size(), ideal == 0 ? 0 : gained / ideal, reciprocalRank);
  }

  private static double ideal(Map<String, Double> relevant, int k) {
    var gains = relevant.values().stream().sorted((a, b) -> Double.compare(b, a)).limit(k).toList();
    double ideal = 0;
    for (int i = 0; i < gains.size(); i++) {
      ideal += gains.get(i) / log2(i + 2);
    }
    return ideal;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
