package dev.mneme.search.plan;

import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is asked of the planner.
 *
 * @param weights of the legs to run, each more than 0
 * @param depth how many hits each leg is asked for
 * @param effort of a graph search
 */
public record LegRequest(Map<Leg, Double> weights, int depth, SearchEffort effort) {

  /**
   * The legs that a request asks for: those it names with a weight above 0, else TEXT where it has
   * a text and VECTOR where it has an embedding, else TIME.
   *
   * @throws InvalidRequestException where a named leg lacks its means, or all weights are 0
   */
  public static Map<Leg, Double> weights(SearchRequest request) {
    var weights = new EnumMap<Leg, Double>(Leg.class);
    if (request.legs().isEmpty()) {
      request.text().ifPresent(text -> weights.put(Leg.TEXT, 1.0));
      request.embedding().ifPresent(embedding -> weights.put(Leg.VECTOR, 1.0));
      if (weights.isEmpty()) {
        weights.put(Leg.TIME, 1.0);
      }
      return weights;
    }
    request
        .legs()
        .forEach(
            (leg, weight) -> {
              if (weight > 0) {
                weights.put(leg, weight);
              }
            });
    Require.that(
        !weights.isEmpty(),
        "all weights of legs %s are 0; at least one must be more",
        request.legs().keySet());
    Require.that(
        !weights.containsKey(Leg.TEXT) || request.text().isPresent(),
        "leg TEXT is asked for, but the request has no text");
    Require.that(
        !weights.containsKey(Leg.VECTOR) || request.embedding().isPresent(),
        "leg VECTOR is asked for, but the request has no vector and there is no embedder to make one from its text");
    return weights;
  }
}
