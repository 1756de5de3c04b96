package dev.mneme.request;

import dev.mneme.memory.Memory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One memory that was found.
 *
 * @param ranking why it stands where it does
 * @param passages what of its text answers the query, where asked for
 */
public record Hit(String namespace, Memory memory, Ranking ranking, Passages passages) {

  /**
   * Why a hit stands where it does.
   *
   * @param score see {@link Hit#score}
   * @param relevance see {@link Hit#relevance}
   * @param legs see {@link Hit#legs}
   */
  public record Ranking(double score, double relevance, Map<Leg, LegScore> legs) {}

  /**
   * What of a text answers the query.
   *
   * @param highlights see {@link Hit#highlights}
   * @param snippet see {@link Hit#snippet}
   */
  public record Passages(List<Range> highlights, Optional<String> snippet) {
    /** Where nothing was asked for. */
    public static final Passages NONE = new Passages(List.of(), Optional.empty());
  }

  /**
   * The 1-based rank and the raw score in a leg: BM25; cosine, dot product or negated squared
   * distance; epoch milliseconds.
   */
  public record LegScore(int rank, double score) {}

  /** Characters {@code [start, end)} of the text. */
  public record Range(int start, int end) {}

  /** The fused ranking score: comparable within one result only. */
  public double score() {
    return ranking.score;
  }

  /**
   * 0 to 1, comparable across queries: how close query and memory are, from the vector where both
   * have one, else from BM25. It grades how well the question was met, so that a request which asks
   * none (no text, no vector: by time, filter or both) gives all hits 1, for each is exactly what
   * was asked for; and a hit of another leg that shows nothing of the question has 0.
   */
  public double relevance() {
    return ranking.relevance;
  }

  /** Rank and raw score in every leg whose list held this memory. */
  public Map<Leg, LegScore> legs() {
    return ranking.legs;
  }

  /** Where query words stand in the text, where asked for. */
  public List<Range> highlights() {
    return passages.highlights;
  }

  /** The best passage of the text, where asked for. */
  public Optional<String> snippet() {
    return passages.snippet;
  }
}
