package dev.mneme.search.engine;

import dev.mneme.Everywhere;
import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import dev.mneme.filter.Filter;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.util.List;
import java.util.Optional;

/** All namespaces of a store at once. */
final class LocalEverywhere implements Everywhere {
  private final Searches searches;

  LocalEverywhere(Searches searches) {
    this.searches = searches;
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return searches.search(Optional.empty(), request);
  }

  @Override
  public List<SearchResult> searchAll(List<SearchRequest> requests) {
    return searches.searchAll(Optional.empty(), requests);
  }

  @Override
  public ListPage list(ListRequest request) {
    return searches.list(Optional.empty(), request);
  }

  @Override
  public long count(Filter filter) {
    return searches.count(Optional.empty(), filter);
  }
}
