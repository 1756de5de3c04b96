package dev.mneme.search.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.mneme.core.filter.Filter;
import dev.mneme.core.model.InvalidRequest;
import dev.mneme.core.model.Memory;
import dev.mneme.search.engine.Namespace;
import dev.mneme.search.request.Hit;
import dev.mneme.search.request.Leg;
import dev.mneme.search.request.SearchRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Namespace} as a LangChain4j {@link EmbeddingStore}.
 *
 * <pre>{@code
 * MemoryEngine engine = MemoryEngine.open(Path.of("memories"), EngineOptions.defaults());
 * var store = new MnemeEmbeddingStore(engine.namespace("docs"));
 * store.add(model.embed(segment).content(), segment);
 * var query = EmbeddingSearchRequest.builder().queryEmbedding(model.embed("who?").content());
 * store.search(query.filter(metadataKey("year").isGreaterThan(2020)).build()).matches();
 * }</pre>
 *
 * <p>What maps to what:
 *
 * <ul>
 *   <li>An entry is a memory: id, embedding, text, metadata as attributes, the time of writing.
 *       Adding under an id that exists replaces. An embedding without a segment is a memory without
 *       text; its match has no segment. Batches are written all or none.
 *   <li>Metadata: strings stay; int and long come back as {@code Long}, float and double as {@code
 *       Double}, a UUID as {@code String}, so that every typed getter of {@link
 *       dev.langchain4j.data.document.Metadata} gives what was put. Numbers must be finite. Other
 *       attributes, as Mneme's own API writes them, appear as strings: booleans, instants in
 *       ISO-8601, lists joined by commas.
 *   <li>{@code maxResults} is the limit, {@code minScore} the least relevance, and a match's score
 *       its relevance: {@code (1 + cosine) / 2} with the default similarity. Matches come best
 *       first, by the vector alone; for text and vector together see {@link MnemeContentRetriever}.
 *   <li>Filters: all but ContainsString and the order of UUIDs, which are refused. A missing key
 *       satisfies IsNotEqualTo and IsNotIn. Strings are ordered by code point.
 * </ul>
 *
 * <p>Thread-safe, as the namespace is. Closing the engine is its owner's task. Every method may
 * throw a {@link dev.mneme.core.model.MnemeException}; {@link InvalidRequest} where a limit of the
 * engine or a mapping above is broken, with nothing written.
 */
public final class MnemeEmbeddingStore implements EmbeddingStore<TextSegment> {
  private static final Set<Leg> VECTOR_ONLY = Set.of(Leg.VECTOR);

  private final Namespace namespace;

  public MnemeEmbeddingStore(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public String add(Embedding embedding) {
    return namespace.add(memory(Memory.builder(), embedding).build());
  }

  @Override
  public void add(String id, Embedding embedding) {
    namespace.put(memory(Memory.builder().id(id), embedding).build());
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return namespace.add(memory(Segments.toMemory(segment), embedding).build());
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return namespace.addAll(
        embeddings.stream().map(embedding -> memory(Memory.builder(), embedding).build()).toList());
  }

  /**
   * Adds or replaces all or none.
   *
   * @param segments one an embedding, each of which may be null; null or empty where there are none
   */
  @Override
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    List<TextSegment> texts = segments == null ? List.of() : segments;
    InvalidRequest.require(
        ids.size() == embeddings.size() && (texts.isEmpty() || texts.size() == ids.size()),
        "%d ids, %d embeddings and %d segments do not pair up",
        ids.size(),
        embeddings.size(),
        texts.size());
    var memories = new ArrayList<Memory>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      @Nullable TextSegment segment = texts.isEmpty() ? null : texts.get(i);
      var start = segment == null ? Memory.builder() : Segments.toMemory(segment);
      memories.add(memory(start.id(ids.get(i)), embeddings.get(i)).build());
    }
    namespace.putAll(memories);
  }

  /** All in one step. Ids that are not there are passed over. */
  @Override
  public void removeAll(Collection<String> ids) {
    namespace.deleteAll(ids);
  }

  @Override
  public void removeAll(dev.langchain4j.store.embedding.filter.Filter filter) {
    namespace.deleteAll(LangChain4jFilters.translate(filter));
  }

  /** Empties the namespace, and no other. */
  @Override
  public void removeAll() {
    namespace.deleteAll(Filter.all());
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    var search =
        SearchRequest.vector(request.queryEmbedding().vector())
            .legs(VECTOR_ONLY)
            .filter(
                Optional.ofNullable(request.filter())
                    .map(LangChain4jFilters::translate)
                    .orElseGet(Filter::all))
            .limit(request.maxResults())
            .minRelevance(request.minScore())
            .build();
    return new EmbeddingSearchResult<>(
        namespace.search(search).hits().stream().map(MnemeEmbeddingStore::match).toList());
  }

  private static EmbeddingMatch<TextSegment> match(Hit hit) {
    var memory = hit.memory();
    return new EmbeddingMatch<>(
        hit.relevance(),
        memory.id(),
        memory.embedding().map(vector -> Embedding.from(vector.array().clone())).orElse(null),
        Segments.ofMemory(memory).orElse(null));
  }

  private static Memory.Builder memory(Memory.Builder start, Embedding embedding) {
    return start.embedding(embedding.vector());
  }
}
