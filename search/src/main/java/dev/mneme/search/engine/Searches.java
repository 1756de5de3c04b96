package dev.mneme.search.engine;

import dev.mneme.EngineOptions;
import dev.mneme.core.check.Require;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.store.LocalStore;
import dev.mneme.index.store.Snapshot;
import dev.mneme.index.time.TimeView;
import dev.mneme.memory.Limits;
import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import dev.mneme.search.execute.PreparedSearch;
import dev.mneme.search.execute.SearchExecutor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Everything that reads many memories, in one namespace or, where none is named, in all. */
final class Searches {
  private final LocalStore store;
  private final EngineOptions options;
  private final Embeddings embeddings;
  private final SearchExecutor executor;
  private final MeaningGaps gaps;

  Searches(LocalStore store, EngineOptions options, Embeddings embeddings, Executor legs) {
    this.store = store;
    this.options = options;
    this.embeddings = embeddings;
    this.gaps = new MeaningGaps(store, embeddings);
    this.executor =
        new SearchExecutor(store, options.similarity(), options.limits(), legs, options.clock());
  }

  /** Says once what searches will not find. */
  void logGaps() {
    gaps.logAtOpen();
  }

  SearchResult search(Optional<String> namespace, SearchRequest request) {
    return gaps.warned(namespace, request, executor.search(prepare(namespace, request)));
  }

  List<SearchResult> searchAll(Optional<String> namespace, List<SearchRequest> requests) {
    var prepared = requests.stream().map(request -> prepare(namespace, request)).toList();
    try (var snapshot = store.snapshot()) {
      return prepared.stream()
          .map(one -> gaps.warned(namespace, one.request(), executor.search(one, snapshot)))
          .toList();
    }
  }

  private PreparedSearch prepare(Optional<String> namespace, SearchRequest request) {
    Require.given(request, "a search request is null");
    long start = System.nanoTime();
    var dimension = store.info().dimension();
    // Checked before the text is embedded, which may cost much more than the search.
    executor.check(new PreparedSearch(request, namespace, dimension, start));
    gaps.logOnce(request);
    return new PreparedSearch(embeddings.complete(request), namespace, dimension, start);
  }

  long count(Optional<String> namespace, Filter filter) {
    Filter.check(filter, options.limits());
    try (var snapshot = store.snapshot()) {
      return matching(snapshot, namespace, filter).cardinality();
    }
  }

  ListPage list(Optional<String> namespace, ListRequest request) {
    Filter.check(request.filter(), options.limits());
    Require.that(
        request.limit() <= options.limits().maxLimit(),
        "a page of %d memories is over the limit of %d",
        request.limit(),
        options.limits().maxLimit());
    var cursor = request.cursor().map(ListCursor::decode);
    try (var snapshot = store.snapshot()) {
      var number = namespace.map(store::namespaceOrdinal);
      if (number.isPresent() && number.get().isEmpty()) {
        return new ListPage(List.of(), Optional.empty());
      }
      var page =
          new PageCollector(
              store, matching(snapshot, namespace, request.filter()), request, cursor);
      scan(
          number.map(present -> present.orElseThrow()).orElse(TimeView.ALL_NAMESPACES),
          request,
          cursor,
          page);
      return page.toPage();
    }
  }

  private void scan(
      int namespace, ListRequest request, Optional<ListCursor> cursor, PageCollector page) {
    long from = request.from().map(Searches::ceilingMillis).orElse(Long.MIN_VALUE);
    long to = request.to().map(Searches::ceilingMillis).orElse(Long.MAX_VALUE);
    if (request.newestFirst()) {
      long end = cursor.map(last -> Math.min(to, last.epochMillis() + 1)).orElse(to);
      store.time().newestFirst(namespace, from, end, page::offer);
    } else {
      long start = cursor.map(last -> Math.max(from, last.epochMillis())).orElse(from);
      store.time().oldestFirst(namespace, start, to, page::offer);
    }
  }

  /**
   * Memories have whole milliseconds, so a bound within one is as good as the next whole one, and a
   * bound beyond all memories as good as the first or last instant of one.
   */
  private static long ceilingMillis(Instant bound) {
    if (bound.isAfter(Limits.MAX_TIME)) {
      return Long.MAX_VALUE;
    }
    return bound.isBefore(Limits.MIN_TIME)
        ? Long.MIN_VALUE
        : bound.plusNanos(999_999).toEpochMilli();
  }

  private OrdinalBitmap matching(Snapshot snapshot, Optional<String> namespace, Filter filter) {
    if (namespace.isPresent()) {
      return store.matching(snapshot, namespace.get(), filter);
    }
    var visible = snapshot.visibleEverywhere();
    return filter instanceof Filter.All ? visible : store.attributes().evaluate(filter, visible);
  }
}
