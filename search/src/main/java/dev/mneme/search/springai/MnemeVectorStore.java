package dev.mneme.search.springai;

import dev.mneme.core.filter.Filter;
import dev.mneme.search.engine.Namespace;
import java.util.List;
import java.util.Optional;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter.Expression;

/**
 * One {@link Namespace} as a Spring AI {@link VectorStore}, searched by words and by meaning.
 *
 * <pre>{@code
 * var options = EngineOptions.defaults().embedder(new SpringAiEmbedder("my-model", "", model));
 * MemoryEngine engine = MemoryEngine.open(Path.of("memories"), options);
 * var store = new MnemeVectorStore(engine.namespace("docs"));
 * store.add(List.of(new Document("Caroline joined the group", Map.of("year", 2023))));
 * store.similaritySearch(
 *     SearchRequest.builder().query("who joined?").filterExpression("year > 2020").build());
 * }</pre>
 *
 * <p>What maps to what:
 *
 * <ul>
 *   <li>A document is a memory: id, text, metadata as attributes, the time of writing. Adding under
 *       an id that exists replaces; a batch is written all or none. The engine's embedder makes the
 *       vector; an engine without one finds documents by their words.
 *   <li>Metadata: strings, booleans, instants and lists of scalars stay; whole numbers come back as
 *       {@code Long}, others as {@code Double}, a {@code Date} as {@code Instant}, a UUID as {@code
 *       String}. Numbers must be finite; other types and documents without text are refused.
 *   <li>The query is searched as text and, with an embedder, as vector; documents come in the order
 *       of the fused score. A blank query finds the newest that match the filter. {@code topK} is
 *       the limit.
 *   <li>{@code similarityThreshold} is the least relevance, and a document's score its relevance:
 *       {@code (1 + cosine) / 2} with the default similarity. So a threshold tuned to cosine {@code
 *       c} in another store is {@code (1 + c) / 2} here. The metadata gets no {@code distance}: a
 *       document that was found can be added again as it is.
 *   <li>Filter expressions: all types. A missing key satisfies NE, NIN and ISNULL, and no order
 *       comparison. A list matches where one of its elements does. Strings are ordered by code
 *       point. Dates, and strings in the form of an instant, are compared with instants and with
 *       strings.
 * </ul>
 *
 * <p>Thread-safe, as the namespace is. Closing the engine is its owner's task. Every method may
 * throw a {@link dev.mneme.core.model.MnemeException}; {@code InvalidRequest} where a limit of the
 * engine or a mapping above is broken, with nothing written.
 */
public final class MnemeVectorStore implements VectorStore {
  private final Namespace namespace;

  public MnemeVectorStore(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public void add(List<Document> documents) {
    namespace.putAll(documents.stream().map(Documents::toMemory).toList());
  }

  /**
   * Ids that are not there are passed over. Each deletion is a write of its own: should one fail,
   * those before it are done.
   */
  @Override
  public void delete(List<String> ids) {
    namespace.deleteAll(ids);
  }

  @Override
  public void delete(Expression expression) {
    namespace.deleteAll(SpringAiFilters.translate(expression));
  }

  @Override
  public List<Document> similaritySearch(SearchRequest request) {
    var search =
        dev.mneme.search.request.SearchRequest.builder()
            .filter(
                Optional.ofNullable(request.getFilterExpression())
                    .map(SpringAiFilters::translate)
                    .orElseGet(Filter::all))
            .limit(request.getTopK())
            .minRelevance(request.getSimilarityThreshold());
    if (!request.getQuery().isBlank()) {
      search.text(request.getQuery());
    }
    return namespace.search(search.build()).hits().stream().map(Documents::ofHit).toList();
  }

  /** The {@link Namespace}. */
  @Override
  @SuppressWarnings("unchecked") // the caller names the type, as the interface wants it
  public <T> Optional<T> getNativeClient() {
    return Optional.of((T) namespace);
  }
}
