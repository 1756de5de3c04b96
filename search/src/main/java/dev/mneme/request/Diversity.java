package dev.mneme.request;

import dev.mneme.core.check.Require;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): picks hits that are relevant
 * and unlike those picked before.
 *
 * @param lambda 1 ranks by relevance only, 0 by novelty only
 * @param candidates how many fused hits to pick from
 */
public record Diversity(double lambda, int candidates) {
  public Diversity {
    Require.that(
        lambda >= 0 && lambda <= 1,
        "the lambda of diversity must be within 0 and 1, not %s",
        lambda);
    Require.that(
        candidates >= 1 && candidates <= 1_000,
        "diversity takes 1 to 1000 candidates, not %d",
        candidates);
  }
}
