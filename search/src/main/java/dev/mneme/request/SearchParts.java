package dev.mneme.request;

import dev.mneme.core.check.Require;
import dev.mneme.memory.Embedding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link SearchRequest} is made of, by concern; each part refuses what is out of range. */
final class SearchParts {
  private SearchParts() {}

  /** What to find, the filter aside. */
  record Target(
      Optional<String> text,
      boolean textSyntax,
      Optional<Embedding> embedding,
      Optional<Instant> from,
      Optional<Instant> to) {
    Target {
      if (from.isPresent() && to.isPresent()) {
        Require.that(!from.get().isAfter(to.get()), "from %s is after to %s", from.get(), to.get());
      }
    }
  }

  /** How to rank it. */
  record Ranking(
      Map<Leg, Double> legs,
      Fusion fusion,
      Optional<Duration> recencyHalfLife,
      double minRelevance,
      Optional<Diversity> diversity) {
    Ranking {
      Require.given(fusion, "the fusion of a search is null");
      var copy = new EnumMap<Leg, Double>(Leg.class);
      legs.forEach((leg, weight) -> copy.put(checked(leg), checked(leg, weight)));
      legs = Collections.unmodifiableMap(copy);
      Require.that(
          minRelevance >= 0 && minRelevance <= 1,
          "minRelevance must be within 0 and 1, not %s",
          minRelevance);
      recencyHalfLife.ifPresent(
          value ->
              Require.that(value.isPositive(), "the half-life must be positive, not %s", value));
    }

    private static Leg checked(@Nullable Leg leg) {
      return Require.given(leg, "a leg of a search is null");
    }

    private static double checked(Leg leg, @Nullable Double weight) {
      double given = Require.given(weight, "the weight of leg %s is null", leg);
      Require.that(
          Double.isFinite(given) && given >= 0,
          "the weight of leg %s must be 0 or more, not %s",
          leg,
          given);
      return given;
    }
  }

  /** Which page of it, and what beside the memories. */
  record Page(
      int limit, int offset, boolean highlight, Optional<Integer> snippetLength, boolean explain) {
    Page {
      Require.that(limit >= 0, "the limit must not be negative: %d", limit);
      Require.that(offset >= 0, "the offset must not be negative: %d", offset);
      snippetLength.ifPresent(
          value ->
              Require.that(
                  value >= 20 && value <= 10_000,
                  "a snippet has 20 to 10000 characters, not %d",
                  value));
    }
  }

  /** How hard to try. */
  record Effort(Optional<Integer> ef, double recall, Optional<Duration> timeout) {
    Effort {
      ef.ifPresent(
          value ->
              Require.that(
                  value >= 1 && value <= 100_000, "ef must be within 1 and 100000, not %d", value));
      Require.that(
          recall > 0 && recall <= 1, "recall must be above 0 and at most 1, not %s", recall);
      timeout.ifPresent(
          value -> Require.that(value.isPositive(), "the timeout must be positive, not %s", value));
    }
  }
}
