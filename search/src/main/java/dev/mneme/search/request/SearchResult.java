package dev.mneme.search.request;

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
}
