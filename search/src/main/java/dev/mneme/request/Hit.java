package dev.mneme.request;

import dev.mneme.memory.Memory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One memory that was found.
 *
 * @param score the fused ranking score: comparable within one result only
 * @param relevance 0 to 1, comparable across queries: how close query and memory are, from the
 *     vector where both have one, else from BM25. It grades how well the question was met, so that
 *     a request which asks none (no text, no vector: by time, filter or both) gives all hits 1, for
 *     each is exactly what was asked for; and a hit of another leg that shows nothing of the
 *     question has 0
 * @param legs rank and raw score in every leg whose list held this memory
 * @param highlights where query words stand in the text, where asked for
 * @param snippet the best passage of the text, where asked for
 */
public record Hit(
    String namespace,
    Memory memory,
    double score,
    double relevance,
    Map<Leg, LegScore> legs,
    List<Range> highlights,
    Optional<String> snippet) {

  /**
   * The 1-based rank and the raw score in a leg: BM25; cosine, dot product or negated squared
   * distance; epoch milliseconds.
   */
  public record LegScore(int rank, double score) {}

  /** Characters {@code [start, end)} of the text. */
  public record Range(int start, int end) {}
}
