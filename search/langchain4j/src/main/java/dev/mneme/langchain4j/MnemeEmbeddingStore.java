package dev.mneme.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.search.adapter.FrameworkErrors;
import dev.mneme.Namespace;
import dev.mneme.request.Hit;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
 *       dev.langchain4j.data.document.Metadata} gives what was put. Numbers that are not finite
 *       come back and are not compared by filters. Other attributes, as Mneme's own API writes
 *       them, appear as strings: booleans, instants in ISO-8601, lists joined by commas, JSON.
 *   <li>{@code maxResults} is the limit, {@code minScore} the least relevance, and a match's score
 *       its relevance: {@code (1 + cosine) / 2} with the default similarity. Matches come best
 *       first, by the vector alone; for text and vector together see {@link MnemeContentRetriever}.
 *   <li>Filters: all but the order of UUIDs, which is refused. A missing key satisfies IsNotEqualTo
 *       and IsNotIn. Strings are ordered by code point. ContainsString looks at every distinct
 *       string of its key.
 *   <li>What LangChain4j calls blank, it does not accept: a memory whose text is blank matches
 *       without a segment, and one whose id is blank (only Mneme's own API makes such) matches
 *       under another name, see {@link dev.mneme.search.adapter.FrameworkIds}.
 * </ul>
 *
 * <p>Thread-safe, as the namespace is. Closing the engine is its owner's task. Bad input is an
 * {@link IllegalArgumentException}, with the engine's {@link
 * dev.mneme.error.InvalidRequestException} as its cause where a limit of the engine or a mapping
 * above is broken, and nothing written. Every method may throw a {@link
 * dev.mneme.error.MnemeException} for other reasons.
 */
public final class MnemeEmbeddingStore implements EmbeddingStore<TextSegment> {
  private static final Set<Leg> VECTOR_ONLY = Set.of(Leg.VECTOR);

  private final Namespace namespace;

  public MnemeEmbeddingStore(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public String add(Embedding embedding) {
    return add(embedding, null);
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(Collections.singletonList(id), Collections.singletonList(embedding), null);
  }

  @Override
  public String add(Embedding embedding, @Nullable TextSegment segment) {
    requireGiven(embedding, "embedding");
    return FrameworkErrors.translated(() -> namespace.add(memory(embedding, segment).build()));
  }

  /** All or none; nothing for a null list. */
  @Override
  public List<String> addAll(@Nullable List<Embedding> embeddings) {
    return addAll(embeddings, null);
  }

  /** All or none; nothing for null lists. */
  @Override
  public List<String> addAll(
      @Nullable List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    var ids = generateIds(embeddings == null ? 0 : embeddings.size());
    addAll(ids, embeddings, segments);
    return ids;
  }

  /**
   * Adds or replaces all or none; nothing where there are no ids and no embeddings.
   *
   * @param segments one an embedding, each of which may be null; null or empty where there are none
   */
  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    int count = embeddings == null ? 0 : embeddings.size();
    int named = ids == null ? 0 : ids.size();
    int texts = segments == null ? 0 : segments.size();
    FrameworkErrors.require(
        named == count,
        "ids size (%d) is not equal to embeddings size (%d)".formatted(named, count));
    FrameworkErrors.require(
        texts == 0 || texts == count,
        "embeddings size (%d) is not equal to embedded size (%d)".formatted(count, texts));
    if (ids == null || embeddings == null || ids.isEmpty()) {
      return;
    }
    var memories = new ArrayList<Memory>(count);
    FrameworkErrors.translating(
        () -> {
          for (int i = 0; i < count; i++) {
            @Nullable TextSegment segment = texts == 0 || segments == null ? null : segments.get(i);
            memories.add(memory(embeddings.get(i), segment).id(memoryId(ids.get(i))).build());
          }
          namespace.putAll(memories);
        });
  }

  @Override
  public void remove(String id) {
    removeAll(Collections.singletonList(id));
  }

  /** All in one step. Ids that are not there are passed over; nothing for a null collection. */
  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    if (ids != null) {
      var memoryIds = ids.stream().map(MnemeEmbeddingStore::memoryId).toList();
      FrameworkErrors.translating(() -> namespace.deleteAll(memoryIds));
    }
  }

  @Override
  public void removeAll(dev.langchain4j.store.embedding.filter.Filter filter) {
    requireGiven(filter, "filter");
    FrameworkErrors.translating(() -> namespace.deleteAll(LangChain4jFilters.translate(filter)));
  }

  /** Empties the namespace, and no other. */
  @Override
  public void removeAll() {
    namespace.deleteAll(Filter.all());
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    requireGiven(request, "request");
    return FrameworkErrors.translated(
        () -> {
          var hits = namespace.search(searchOf(request)).hits();
          return new EmbeddingSearchResult<>(
              hits.stream().map(MnemeEmbeddingStore::match).toList());
        });
  }

  private static SearchRequest searchOf(EmbeddingSearchRequest request) {
    return SearchRequest.vector(request.queryEmbedding().vector())
        .legs(VECTOR_ONLY)
        .filter(
            Optional.ofNullable(request.filter())
                .map(LangChain4jFilters::translate)
                .orElseGet(Filter::all))
        .limit(request.maxResults())
        .minRelevance(request.minScore())
        .build();
  }

  private static EmbeddingMatch<TextSegment> match(Hit hit) {
    var memory = hit.memory();
    return new EmbeddingMatch<>(
        hit.relevance(),
        Blank.IDS.ofMemory(memory.id()),
        memory.embedding().map(vector -> Embedding.from(vector.array().clone())).orElse(null),
        Segments.ofMemory(memory).orElse(null));
  }

  private static Memory.Builder memory(Embedding embedding, @Nullable TextSegment segment) {
    requireGiven(embedding, "embedding");
    var start = segment == null ? Memory.builder() : Segments.toMemory(segment);
    return start.embedding(embedding.vector());
  }

  /** The framework's own message: its kit reads it. */
  private static String memoryId(@Nullable String id) {
    if (id == null || Blank.is(id)) {
      throw new IllegalArgumentException("id cannot be null or blank");
    }
    return Blank.IDS.toMemory(id);
  }

  private static void requireGiven(@Nullable Object argument, String name) {
    FrameworkErrors.require(argument != null, name + " cannot be null");
  }
}
