package dev.mneme.request;

import dev.mneme.core.check.Require;

import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to find. Immutable; build one with {@link #text}, {@link #vector} or {@link #builder}. The
 * namespace is that of the place where it is asked. With no text, no vector and no leg, the newest
 * memories that match are found.
 *
 * @param text words for the text leg, and for the embedder where there is one and no {@code
 *     embedding} is given
 * @param textSyntax whether {@code text} is in Lucene's query syntax rather than natural language
 * @param from the earliest event time, included
 * @param to the first event time that is too late
 * @param legs the weight of each leg to run; empty means those that the request has the means for,
 *     with weight 1
 * @param recencyHalfLife fused scores halve with every such age of a memory, where given
 * @param minRelevance hits with a lower {@link Hit#relevance} are left out; none is, where neither
 *     text nor vector is asked for
 * @param ef how many candidates a graph search keeps at least, where given; else {@code recall}
 *     decides
 * @param recall the share of the true nearest that a graph search is to find on average, above 0
 *     and at most 1
 * @param snippetLength the most characters of the snippet of each hit, where snippets are wanted
 * @param timeout after which the search returns what it has, flagged as partial
 */
public record SearchRequest(
    Optional<String> text,
    boolean textSyntax,
    Optional<Embedding> embedding,
    Filter filter,
    Optional<Instant> from,
    Optional<Instant> to,
    int limit,
    int offset,
    Map<Leg, Double> legs,
    Fusion fusion,
    Optional<Duration> recencyHalfLife,
    double minRelevance,
    Optional<Integer> ef,
    double recall,
    boolean highlight,
    Optional<Integer> snippetLength,
    Optional<Diversity> diversity,
    Optional<Duration> timeout,
    boolean explain) {

  /** The recall of graph searches where nothing else is asked for. */
  public static final double DEFAULT_RECALL = 0.99;

  public SearchRequest {
    Require.given(filter, "the filter of a search is null");
    Require.given(fusion, "the fusion of a search is null");
    var copy = new EnumMap<Leg, Double>(Leg.class);
    legs.forEach(
        (leg, weight) -> {
          Require.given(leg, "a leg of a search is null");
          copy.put(leg, Require.given(weight, "the weight of leg %s is null", leg));
        });
    legs = Collections.unmodifiableMap(copy);
    Require.that(limit >= 0, "the limit must not be negative: %d", limit);
    Require.that(offset >= 0, "the offset must not be negative: %d", offset);
    if (from.isPresent() && to.isPresent()) {
      Require.that(!from.get().isAfter(to.get()), "from %s is after to %s", from.get(), to.get());
    }
    legs.forEach(
        (leg, weight) ->
            Require.that(
                Double.isFinite(weight) && weight >= 0,
                "the weight of leg %s must be 0 or more, not %s",
                leg,
                weight));
    Require.that(
        minRelevance >= 0 && minRelevance <= 1,
        "minRelevance must be within 0 and 1, not %s",
        minRelevance);
    ef.ifPresent(
        value ->
            Require.that(
                value >= 1 && value <= 100_000, "ef must be within 1 and 100000, not %d", value));
    Require.that(recall > 0 && recall <= 1, "recall must be above 0 and at most 1, not %s", recall);
    snippetLength.ifPresent(
        value ->
            Require.that(
                value >= 20 && value <= 10_000,
                "a snippet has 20 to 10000 characters, not %d",
                value));
    recencyHalfLife.ifPresent(
        value -> Require.that(value.isPositive(), "the half-life must be positive, not %s", value));
    timeout.ifPresent(
        value -> Require.that(value.isPositive(), "the timeout must be positive, not %s", value));
  }

  /** This request with an embedding, as an embedder made it from the text. */
  public SearchRequest withEmbedding(Embedding newEmbedding) {
    return with(Optional.of(newEmbedding), explain);
  }

  /** This request with the explanation asked for. */
  public SearchRequest explained() {
    return with(embedding, true);
  }

  private SearchRequest with(Optional<Embedding> newEmbedding, boolean newExplain) {
    return new SearchRequest(
        text,
        textSyntax,
        newEmbedding,
        filter,
        from,
        to,
        limit,
        offset,
        legs,
        fusion,
        recencyHalfLife,
        minRelevance,
        ef,
        recall,
        highlight,
        snippetLength,
        diversity,
        timeout,
        newExplain);
  }

  public static Builder text(String text) {
    return new Builder().text(text);
  }

  public static Builder vector(Embedding embedding) {
    return new Builder().vector(embedding);
  }

  public static Builder vector(float... values) {
    return new Builder().vector(Embedding.of(values));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Not thread-safe. */
  public static final class Builder {
    private @Nullable String text;
    private boolean textSyntax;
    private @Nullable Embedding embedding;
    private Filter filter = Filter.all();
    private @Nullable Instant from;
    private @Nullable Instant to;
    private int limit = 10;
    private int offset;
    private final Map<Leg, Double> legs = new EnumMap<>(Leg.class);
    private Fusion fusion = Fusion.reciprocalRank();
    private @Nullable Duration recencyHalfLife;
    private double minRelevance;
    private @Nullable Integer ef;
    private double recall = DEFAULT_RECALL;
    private boolean highlight;
    private @Nullable Integer snippetLength;
    private @Nullable Diversity diversity;
    private @Nullable Duration timeout;
    private boolean explain;

    private Builder() {}

    public Builder text(String text) {
      this.text = text;
      return this;
    }

    /** {@code text} in Lucene's query syntax: phrases, fuzzy words, prefixes, boolean operators. */
    public Builder textSyntax(String text) {
      this.text = text;
      this.textSyntax = true;
      return this;
    }

    public Builder vector(Embedding embedding) {
      this.embedding = embedding;
      return this;
    }

    public Builder vector(float... values) {
      return vector(Embedding.of(values));
    }

    public Builder filter(Filter filter) {
      this.filter = filter;
      return this;
    }

    /** A filter in its text form, such as {@code speaker = 'Caroline' AND turn >= 3}. */
    public Builder filter(String filter) {
      return filter(Filter.parse(filter));
    }

    public Builder from(Instant from) {
      this.from = from;
      return this;
    }

    public Builder to(Instant to) {
      this.to = to;
      return this;
    }

    public Builder limit(int limit) {
      this.limit = limit;
      return this;
    }

    public Builder offset(int offset) {
      this.offset = offset;
      return this;
    }

    /** Runs only these legs, each with weight 1. */
    public Builder legs(Set<Leg> only) {
      legs.clear();
      only.forEach(leg -> legs.put(leg, 1.0));
      return this;
    }

    /** Adds a leg, or changes its weight. */
    public Builder leg(Leg leg, double weight) {
      legs.put(leg, weight);
      return this;
    }

    public Builder fusion(Fusion fusion) {
      this.fusion = fusion;
      return this;
    }

    public Builder recencyHalfLife(Duration halfLife) {
      this.recencyHalfLife = halfLife;
      return this;
    }

    public Builder minRelevance(double minRelevance) {
      this.minRelevance = minRelevance;
      return this;
    }

    public Builder ef(int ef) {
      this.ef = ef;
      return this;
    }

    public Builder recall(double recall) {
      this.recall = recall;
      return this;
    }

    public Builder highlight(boolean highlight) {
      this.highlight = highlight;
      return this;
    }

    public Builder snippet(int length) {
      this.snippetLength = length;
      return this;
    }

    public Builder diversity(Diversity diversity) {
      this.diversity = diversity;
      return this;
    }

    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    public Builder explain(boolean explain) {
      this.explain = explain;
      return this;
    }

    public SearchRequest build() {
      return new SearchRequest(
          Optional.ofNullable(text),
          textSyntax,
          Optional.ofNullable(embedding),
          filter,
          Optional.ofNullable(from),
          Optional.ofNullable(to),
          limit,
          offset,
          legs,
          fusion,
          Optional.ofNullable(recencyHalfLife),
          minRelevance,
          Optional.ofNullable(ef),
          recall,
          highlight,
          Optional.ofNullable(snippetLength),
          Optional.ofNullable(diversity),
          Optional.ofNullable(timeout),
          explain);
    }
  }
}
