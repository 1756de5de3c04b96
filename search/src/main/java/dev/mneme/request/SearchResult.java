package dev.mneme.request;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was found, best first.
 *
 * @param partial whether the timeout cut the search short
 * @param sequence of the snapshot that was searched
 * @param took the whole call, texts fetched
 * @param explanation where asked for
 */
public record SearchResult(
    List<Hit> hits,
    boolean partial,
    long sequence,
    Duration took,
    Optional<Explanation> explanation) {
  public SearchResult {
    hits = List.copyOf(hits);
  }

  /** The same with these warnings in its explanation, where it has one. */
  public SearchResult withWarnings(List<String> warnings) {
    return new SearchResult(
        hits,
        partial,
        sequence,
        took,
        explanation.map(explained -> explained.withWarnings(warnings)));
  }
}
