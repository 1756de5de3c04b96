package dev.mneme.search.execute;

import dev.mneme.filter.FilterEvaluator;
import dev.mneme.search.plan.LegRequest;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a search must return, from the definitions: every leg's whole list, tier after tier. No
 * diversity.
 */
final class SearchOracle {
  private final ModelSource source;
  private final long nowMillis;

  SearchOracle(ModelSource source, long nowMillis) {
    this.source = source;
    this.nowMillis = nowMillis;
  }

  record Expected(String namespace, String id, double relevance) {}

  List<Expected> search(SearchRequest request, Optional<String> namespace) {
    var weights = LegRequest.weights(request);
    var allowed =
        IntStream.range(0, source.puts.size())
            .filter(ordinal -> allowed(ordinal, request, namespace))
            .boxed()
            .toList();
    var lists = new HashMap<Leg, List<Integer>>();
    for (Leg leg : weights.keySet()) {
      lists.put(
          leg,
          allowed.stream()
              .filter(
                  ordinal ->
                      leg == Leg.TIME || score(leg, request, ordinal) > (leg == Leg.TEXT ? 0 : -2))
              .sorted(
                  Comparator.<Integer>comparingDouble(ordinal -> -score(leg, request, ordinal))
                      .thenComparing(source.ties()))
              .toList());
    }
    var order = new ArrayList<Integer>();
    int longest = lists.values().stream().mapToInt(List::size).max().orElse(0);
    for (int depth = 100; ; depth *= 2) {
      order.addAll(tier(request, weights, lists, depth, order));
      if (depth >= longest) {
        break;
      }
    }
    return order.stream()
        .filter(ordinal -> relevance(request, ordinal) >= request.minRelevance())
        .skip(request.offset())
        .limit(request.limit())
        .map(
            ordinal ->
                new Expected(
                    source.fetch(ordinal).namespace(),
                    source.fetch(ordinal).id(),
                    relevance(request, ordinal)))
        .toList();
  }

  private List<Integer> tier(
      SearchRequest request,
      Map<Leg, Double> weights,
      Map<Leg, List<Integer>> lists,
      int depth,
      List<Integer> before) {
    var scores = new HashMap<Integer, Double>();
    lists.forEach(
        (leg, whole) -> {
          var cut = whole.subList(0, Math.min(depth, whole.size()));
          var raw = cut.stream().map(ordinal -> score(leg, request, ordinal)).toList();
          for (int i = 0; i < cut.size(); i++) {
            double part =
                switch (request.fusion()) {
                  case Fusion.ReciprocalRank rrf -> 1 / (rrf.k() + 1 + raw.indexOf(raw.get(i)));
                  case Fusion.RelativeScore ignored ->
                      raw.getFirst() > raw.getLast()
                          ? Math.max(
                              1e-9, (raw.get(i) - raw.getLast()) / (raw.getFirst() - raw.getLast()))
                          : 1;
                };
            scores.merge(cut.get(i), weights.getOrDefault(leg, 0.0) * part, Double::sum);
          }
        });
    before.forEach(scores::remove);
    // sums in another order differ in the last bits: equal in 11 digits is equal
    scores.replaceAll(
        (ordinal, score) -> new BigDecimal(score).round(new MathContext(11)).doubleValue());
    request
        .recencyHalfLife()
        .ifPresent(
            half ->
                scores.replaceAll(
                    (ordinal, score) -> score * fade(ordinal, (double) half.toMillis())));
    return scores.keySet().stream()
        .sorted(
            Comparator.<Integer>comparingDouble(ordinal -> -scores.getOrDefault(ordinal, 0.0))
                .thenComparingLong(ordinal -> -source.time().time(ordinal))
                .thenComparing(ordinal -> source.fetch(ordinal).namespace())
                .thenComparing(ordinal -> source.fetch(ordinal).id()))
        .toList();
  }

  private double fade(int ordinal, double half) {
    return Math.pow(.5, Math.max(0, nowMillis - source.time().time(ordinal)) / half);
  }

  boolean allowed(int ordinal, SearchRequest request, Optional<String> namespace) {
    var put = source.fetch(ordinal);
    return !source.dead.contains(ordinal)
        && namespace.map(name -> name.equals(put.namespace())).orElse(true)
        && FilterEvaluator.matches(request.filter(), put.memory().attributes())
        && request.from().map(from -> !put.memory().time().isBefore(from)).orElse(true)
        && request.to().map(to -> put.memory().time().isBefore(to)).orElse(true);
  }

  /** Below -2 where there is none. */
  private double score(Leg leg, SearchRequest request, int ordinal) {
    return switch (leg) {
      case TEXT -> source.textScore(ModelSource.words(request.text().orElseThrow()), ordinal);
      case VECTOR -> {
        float score = source.vectorScore(request.embedding().orElseThrow().array(), ordinal);
        yield Float.isNaN(score) ? -9 : score;
      }
      case TIME -> source.time().time(ordinal);
    };
  }

  private double relevance(SearchRequest request, int ordinal) {
    if (request.embedding().isPresent()) {
      float cosine = source.vectorScore(request.embedding().get().array(), ordinal);
      if (!Float.isNaN(cosine)) {
        return Math.clamp((1 + cosine) / 2, 0, 1);
      }
    }
    if (request.text().isPresent() && LegRequest.weights(request).containsKey(Leg.TEXT)) {
      var terms = ModelSource.words(request.text().get());
      double mean = source.textScore(terms, ordinal) / Math.max(1, terms.size());
      return mean / (mean + 2);
    }
    return request.text().isEmpty() && request.embedding().isEmpty() ? 1 : 0;
  }
}
