package dev.mneme.search.engine;

import dev.mneme.core.filter.Filter;
import dev.mneme.search.request.SearchRequest;
import dev.mneme.search.request.SearchResult;
import java.util.List;

/** What can be read within one namespace and across all. */
public interface Searchable {
  SearchResult search(SearchRequest request);

  /** Every request against one snapshot; results in order. */
  List<SearchResult> searchAll(List<SearchRequest> requests);

  /** By time, newest or oldest first, in pages. */
  ListPage list(ListRequest request);

  /** How many match. */
  long count(Filter filter);

  default long count() {
    return count(Filter.all());
  }
}
