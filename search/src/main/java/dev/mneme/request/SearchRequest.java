package dev.mneme.request;

import dev.mneme.core.check.Require;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Embedding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to find, how to rank it, which page of it, and how hard to try. Immutable; build one with
 * {@link #text}, {@link #vector} or {@link #builder}. The namespace is that of the place where it
 * is asked. With no text, no vector and no leg, the newest memories that match are found.
 *
 * <pre>{@code
 * SearchRequest.text("When did Caroline join?").filter("speaker = 'Caroline'").limit(10).build()
 * }</pre>
 */
public final class SearchRequest {
  /** The recall of graph searches where nothing else is asked for. */
  public static final double DEFAULT_RECALL = 0.99;

  private final SearchParts.Target target;
  private final Filter filter;
  private final SearchParts.Ranking ranking;
  private final SearchParts.Page page;
  private final SearchParts.Effort effort;

  private SearchRequest(Builder made) {
    target =
        new SearchParts.Target(
            Optional.ofNullable(made.text),
            made.textSyntax,
            Optional.ofNullable(made.embedding),
            Optional.ofNullable(made.from),
            Optional.ofNullable(made.to));
    filter = Require.given(made.filter, "the filter of a search is null");
    ranking =
        new SearchParts.Ranking(
            made.legs,
            made.fusion,
            Optional.ofNullable(made.recencyHalfLife),
            made.minRelevance,
            Optional.ofNullable(made.diversity));
    page =
        new SearchParts.Page(
            made.limit,
            made.offset,
            made.highlight,
            Optional.ofNullable(made.snippetLength),
            made.explain);
    effort =
        new SearchParts.Effort(
            Optional.ofNullable(made.ef), made.recall, Optional.ofNullable(made.timeout));
  }

  /** By words, and by meaning where the engine has an embedder. */
  public static Builder text(String text) {
    return new Builder().text(text);
  }

  /** By a vector of your own. */
  public static Builder vector(Embedding embedding) {
    return new Builder().vector(embedding);
  }

  /** By a vector of your own. */
  public static Builder vector(float... values) {
    return vector(Embedding.of(values));
  }

  /** By time, filter or both, until text or vector is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with everything that this request asks. */
  public Builder toBuilder() {
    var copy = new Builder();
    copy.text = target.text().orElse(null);
    copy.textSyntax = target.textSyntax();
    copy.embedding = target.embedding().orElse(null);
    copy.from = target.from().orElse(null);
    copy.to = target.to().orElse(null);
    copy.filter = filter;
    copy.legs.putAll(ranking.legs());
    copy.fusion = ranking.fusion();
    copy.recencyHalfLife = ranking.recencyHalfLife().orElse(null);
    copy.minRelevance = ranking.minRelevance();
    copy.diversity = ranking.diversity().orElse(null);
    copy.limit = page.limit();
    copy.offset = page.offset();
    copy.highlight = page.highlight();
    copy.snippetLength = page.snippetLength().orElse(null);
    copy.explain = page.explain();
    copy.ef = effort.ef().orElse(null);
    copy.recall = effort.recall();
    copy.timeout = effort.timeout().orElse(null);
    return copy;
  }

  /** Words for the text leg, and for the embedder where there is one and no embedding is given. */
  public Optional<String> text() {
    return target.text();
  }

  /** Whether {@link #text()} is in Lucene's query syntax rather than natural language. */
  public boolean textSyntax() {
    return target.textSyntax();
  }

  /** The vector whose nearest are found. */
  public Optional<Embedding> embedding() {
    return target.embedding();
  }

  /** What every hit has to match. */
  public Filter filter() {
    return filter;
  }

  /** The earliest event time, included. */
  public Optional<Instant> from() {
    return target.from();
  }

  /** The first event time that is too late. */
  public Optional<Instant> to() {
    return target.to();
  }

  /**
   * The weight of each leg to run; empty means those that the request has the means for, with 1.
   */
  public Map<Leg, Double> legs() {
    return ranking.legs();
  }

  /** How the legs become one list. */
  public Fusion fusion() {
    return ranking.fusion();
  }

  /** Fused scores halve with every such age of a memory, where given. */
  public Optional<Duration> recencyHalfLife() {
    return ranking.recencyHalfLife();
  }

  /**
   * Hits with a lower {@link Hit#relevance} are left out; none is, where neither text nor vector is
   * asked for.
   */
  public double minRelevance() {
    return ranking.minRelevance();
  }

  /** How unlike each other hits shall be, where asked for. */
  public Optional<Diversity> diversity() {
    return ranking.diversity();
  }

  /** Hits of the page. */
  public int limit() {
    return page.limit();
  }

  /** Hits before the page. */
  public int offset() {
    return page.offset();
  }

  /** Whether hits say where the words of the query stand. */
  public boolean highlight() {
    return page.highlight();
  }

  /** The most characters of the snippet of each hit, where snippets are wanted. */
  public Optional<Integer> snippetLength() {
    return page.snippetLength();
  }

  /** Whether the result says how it was found. */
  public boolean explain() {
    return page.explain();
  }

  /**
   * How many candidates a graph search keeps at least, where given; else {@link #recall} decides.
   */
  public Optional<Integer> ef() {
    return effort.ef();
  }

  /** The share of the true nearest that a graph search is to find on average. */
  public double recall() {
    return effort.recall();
  }

  /** After which the search returns what it has, flagged as partial. */
  public Optional<Duration> timeout() {
    return effort.timeout();
  }

  private List<Object> parts() {
    return List.of(target, filter, ranking, page, effort);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SearchRequest that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "SearchRequest" + parts();
  }

  /**
   * What to find, how to rank, which page, and how hard to try, in this order. Not thread-safe.
   * What is out of range is refused by {@link #build}.
   */
  public static final class Builder {
    private @Nullable String text;
    private boolean textSyntax;
    private @Nullable Embedding embedding;
    private @Nullable Instant from;
    private @Nullable Instant to;
    private Filter filter = Filter.all();

    private final Map<Leg, Double> legs = new EnumMap<>(Leg.class);
    private Fusion fusion = Fusion.reciprocalRank();
    private @Nullable Duration recencyHalfLife;
    private double minRelevance;
    private @Nullable Diversity diversity;

    private int limit = 10;
    private int offset;
    private boolean highlight;
    private @Nullable Integer snippetLength;
    private boolean explain;

    private @Nullable Integer ef;
    private double recall = DEFAULT_RECALL;
    private @Nullable Duration timeout;

    private Builder() {}

    /** See {@link SearchRequest#text()}. */
    public Builder text(String text) {
      this.text = text;
      this.textSyntax = false;
      return this;
    }

    /** A text in Lucene's query syntax: phrases, fuzzy words, prefixes, boolean operators. */
    public Builder textSyntax(String text) {
      this.text = text;
      this.textSyntax = true;
      return this;
    }

    /** See {@link SearchRequest#embedding()}. */
    public Builder vector(Embedding embedding) {
      this.embedding = embedding;
      return this;
    }

    /** See {@link SearchRequest#embedding()}. */
    public Builder vector(float... values) {
      return vector(Embedding.of(values));
    }

    /** See {@link SearchRequest#filter()}. */
    public Builder filter(Filter filter) {
      this.filter = filter;
      return this;
    }

    /** A filter in its text form, such as {@code speaker = 'Caroline' AND turn >= 3}. */
    public Builder filter(String filter) {
      return filter(FilterTexts.read(filter));
    }

    /** See {@link SearchRequest#from()}. */
    public Builder from(Instant from) {
      this.from = from;
      return this;
    }

    /** See {@link SearchRequest#to()}. */
    public Builder to(Instant to) {
      this.to = to;
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

    /** See {@link SearchRequest#fusion()}. */
    public Builder fusion(Fusion fusion) {
      this.fusion = fusion;
      return this;
    }

    /** See {@link SearchRequest#recencyHalfLife()}. */
    public Builder recencyHalfLife(Duration halfLife) {
      this.recencyHalfLife = halfLife;
      return this;
    }

    /** 0, the default, to 1; see {@link SearchRequest#minRelevance()}. */
    public Builder minRelevance(double minRelevance) {
      this.minRelevance = minRelevance;
      return this;
    }

    /** See {@link SearchRequest#diversity()}. */
    public Builder diversity(Diversity diversity) {
      this.diversity = diversity;
      return this;
    }

    /** Hits of the page; 10 by default. */
    public Builder limit(int limit) {
      this.limit = limit;
      return this;
    }

    /** Hits before the page; 0 by default. */
    public Builder offset(int offset) {
      this.offset = offset;
      return this;
    }

    /** See {@link SearchRequest#highlight()}. */
    public Builder highlight(boolean highlight) {
      this.highlight = highlight;
      return this;
    }

    /** The best passage of each hit, in at most so many characters, 20 to 10,000. */
    public Builder snippet(int length) {
      this.snippetLength = length;
      return this;
    }

    /** See {@link SearchRequest#explain()}. */
    public Builder explain(boolean explain) {
      this.explain = explain;
      return this;
    }

    /** 1 to 100,000; see {@link SearchRequest#ef()}. */
    public Builder ef(int ef) {
      this.ef = ef;
      return this;
    }

    /** Above 0 and at most 1; {@value #DEFAULT_RECALL} by default. */
    public Builder recall(double recall) {
      this.recall = recall;
      return this;
    }

    /** See {@link SearchRequest#timeout()}. */
    public Builder timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    /**
     * The request.
     *
     * @throws dev.mneme.error.InvalidRequestException naming what is out of range
     */
    public SearchRequest build() {
      return new SearchRequest(this);
    }
  }
}
