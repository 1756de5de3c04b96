package dev.mneme;

import dev.mneme.embed.Embedder;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Similarity;
import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.util.List;
import java.util.Optional;

/** What can be read within one namespace and across all. */
public interface Searchable {
  /** The memories that answer the request, best first. */
  SearchResult search(SearchRequest request);

  /** Every request against one snapshot; results in order. */
  List<SearchResult> searchAll(List<SearchRequest> requests);

  /** By time, newest or oldest first, in pages. */
  ListPage list(ListRequest request);

  /** What makes the vectors of texts and queries that come without; for adapters. */
  default Optional<Embedder> embedder() {
    return Optional.empty();
  }

  /** How close two vectors are here; for adapters. */
  default Similarity similarity() {
    return Similarity.COSINE;
  }

  /** How many match. */
  long count(Filter filter);

  default long count() {
    return count(Filter.all());
  }
}
