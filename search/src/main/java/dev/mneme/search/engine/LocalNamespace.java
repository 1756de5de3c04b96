package dev.mneme.search.engine;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryVersion;
import dev.mneme.Namespace;
import dev.mneme.core.log.format.LogRecord;
import dev.mneme.embed.Embedder;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.error.NotFoundException;
import dev.mneme.filter.Filter;
import dev.mneme.index.api.BatchBytes;
import dev.mneme.index.store.LocalStore;
import dev.mneme.memory.Memory;
import dev.mneme.memory.MemoryUpdate;
import dev.mneme.memory.Similarity;
import dev.mneme.report.Progress;
import dev.mneme.report.ReembedReport;
import dev.mneme.request.ListPage;
import dev.mneme.request.ListRequest;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One namespace of a {@link LocalStore}. */
final class LocalNamespace implements Namespace {
  private final String name;
  private final LocalStore store;
  private final EngineOptions options;
  private final Embeddings embeddings;
  private final Searches searches;

  LocalNamespace(
      String name,
      LocalStore store,
      EngineOptions options,
      Embeddings embeddings,
      Searches searches) {
    this.name = name;
    this.store = store;
    this.options = options;
    this.embeddings = embeddings;
    this.searches = searches;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String add(Memory memory) {
    store.write(name, prepared(List.of(memory)), false);
    return memory.id();
  }

  @Override
  public List<String> addAll(Collection<Memory> memories) {
    store.write(name, prepared(memories), false);
    return memories.stream().map(Memory::id).toList();
  }

  @Override
  public boolean put(Memory memory) {
    return store.write(name, prepared(List.of(memory)), true) > 0;
  }

  @Override
  public void putAll(Collection<Memory> memories) {
    store.write(name, prepared(memories), true);
  }

  @Override
  public Memory update(String id, MemoryUpdate update) {
    options.limits().checkId(id);
    while (true) {
      var current = store.get(name, id).orElseThrow(() -> new NotFoundException(name, id));
      var changed = update.applyTo(current.memory());
      options.limits().check(name, changed);
      var complete = embeddings.complete(changed);
      if (store.replace(name, current.ordinal(), complete)) {
        return complete;
      }
      // Somebody changed it in between: apply the update to what they made of it.
    }
  }

  @Override
  public ReembedReport reembed(int batch, Progress progress) {
    return new Reembedding(store, embeddings, name).run(batch, progress);
  }

  @Override
  public boolean delete(String id) {
    options.limits().checkId(id);
    return store.delete(name, List.of(id)) > 0;
  }

  @Override
  public long deleteAll(Collection<String> ids) {
    ids.forEach(options.limits()::checkId);
    return ids.isEmpty() ? 0 : store.delete(name, List.copyOf(ids));
  }

  @Override
  public long deleteAll(Filter filter) {
    Filter.check(filter, options.limits());
    return store.deleteAll(name, filter);
  }

  @Override
  public Optional<Memory> get(String id) {
    options.limits().checkId(id);
    return store.get(name, id).map(LogRecord.Put::memory);
  }

  @Override
  public List<Memory> getAll(Collection<String> ids) {
    return ids.stream().map(this::get).flatMap(Optional::stream).toList();
  }

  @Override
  public List<MemoryVersion> history(String id) {
    options.limits().checkId(id);
    return store.history(name, id).stream().map(LocalNamespace::version).toList();
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return searches.search(Optional.of(name), request);
  }

  @Override
  public List<SearchResult> searchAll(List<SearchRequest> requests) {
    return searches.searchAll(Optional.of(name), requests);
  }

  @Override
  public ListPage list(ListRequest request) {
    return searches.list(Optional.of(name), request);
  }

  @Override
  public long count(Filter filter) {
    return searches.count(Optional.of(name), filter);
  }

  @Override
  public Optional<Embedder> embedder() {
    return options.embedder();
  }

  @Override
  public Similarity similarity() {
    return options.similarity();
  }

  /**
   * Checks all before the first is embedded, so that a bad one costs nothing and nothing is
   * written.
   */
  private List<Memory> prepared(Collection<Memory> memories) {
    var checked = new ArrayList<Memory>(memories.size());
    long bytes = 0;
    for (var memory : memories) {
      if (memory == null) {
        throw new InvalidRequestException("memory " + checked.size() + " of the list is null");
      }
      options.limits().check(name, memory);
      bytes += BatchBytes.of(name, memory);
      BatchBytes.check(bytes);
      checked.add(memory);
    }
    return embeddings.complete(checked);
  }

  private static MemoryVersion version(LogRecord record) {
    return switch (record) {
      case LogRecord.Put put ->
          new MemoryVersion(put.sequence(), put.written(), Optional.of(put.memory()));
      case LogRecord.Delete delete ->
          new MemoryVersion(delete.sequence(), delete.written(), Optional.empty());
    };
  }
}
