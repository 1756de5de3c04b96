package dev.mneme.search.engine;

import dev.mneme.MemoryEngine;
import dev.mneme.filter.Filter;
import dev.mneme.index.store.LocalStore;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what searches by meaning cannot find: everything, where there is no embedder for the texts
 * of queries, and memories without a vector. Thread-safe.
 */
final class MeaningGaps {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryEngine.class);
  private static final String BACKFILL = "; Namespace.reembed gives them one";

  private final LocalStore store;
  private final Embeddings embeddings;
  private final AtomicBoolean saidMissingEmbedder = new AtomicBoolean();

  MeaningGaps(LocalStore store, Embeddings embeddings) {
    this.store = store;
    this.embeddings = embeddings;
  }

  /** One line in the life of an engine that has an embedder and memories from before it. */
  void logAtOpen() {
    if (!embeddings.isPresent()) {
      return;
    }
    try (var snapshot = store.snapshot()) {
      var visible = snapshot.visibleEverywhere();
      int lacking = store.withoutVector(visible).cardinality();
      if (lacking > 0) {
        LOG.warn(
            "{} of {} memories have no vector and are not found by meaning{}",
            lacking,
            visible.cardinality(),
            BACKFILL);
      }
    }
  }

  /** One line for the first text query that should have been embedded and cannot be. */
  void logOnce(SearchRequest request) {
    if (saidMissingEmbedder.getPlain() || embeddings.isPresent()) {
      return;
    }
    boolean hasMeaning =
        store.info().dimension().isPresent()
            || store.info().embedder().isPresent()
            || request.legs().containsKey(Leg.VECTOR);
    var gap = hasMeaning ? embeddings.gap(request) : Optional.<String>empty();
    if (gap.isPresent() && saidMissingEmbedder.compareAndSet(false, true)) {
      LOG.warn("{}{}; this is said once", gap.get(), remedy());
    }
  }

  /** The result with what it could not look at, where its explanation was asked for. */
  SearchResult warned(Optional<String> namespace, SearchRequest request, SearchResult result) {
    if (result.explanation().isEmpty()) {
      return result;
    }
    var warnings = new ArrayList<String>();
    var gap = embeddings.gap(request);
    gap.ifPresent(reason -> warnings.add(reason + remedy()));
    if (gap.isEmpty() && asksForMeaning(request)) {
      lacking(namespace, request.filter()).ifPresent(warnings::add);
    }
    return result.withWarnings(List.copyOf(warnings));
  }

  private String remedy() {
    if (embeddings.isPresent()) {
      return "";
    }
    return store
        .info()
        .embedder()
        .map(
            name ->
                "; open it with EngineOptions.embedder, its vectors are those of '" + name + "'")
        .orElse("; open it with EngineOptions.embedder, or ask for the legs TEXT and TIME only");
  }

  private boolean asksForMeaning(SearchRequest request) {
    boolean wanted = request.legs().isEmpty() || request.legs().getOrDefault(Leg.VECTOR, 0.0) > 0;
    boolean fromText =
        embeddings.isPresent() && request.text().isPresent() && !request.textSyntax();
    return wanted && (request.embedding().isPresent() || fromText);
  }

  /** Of the memories that pass namespace and filter; the time range is left out of account. */
  private Optional<String> lacking(Optional<String> namespace, Filter filter) {
    try (var snapshot = store.snapshot()) {
      var matching =
          namespace.isPresent()
              ? store.matching(snapshot, namespace.get(), filter)
              : store.attributes().evaluate(filter, snapshot.visibleEverywhere());
      int lacking = store.withoutVector(matching).cardinality();
      return lacking == 0
          ? Optional.empty()
          : Optional.of(
              "%d of %d memories in scope have no vector and are not found by meaning%s"
                  .formatted(lacking, matching.cardinality(), BACKFILL));
    }
  }
}
