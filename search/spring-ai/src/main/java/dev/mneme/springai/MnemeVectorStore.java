package dev.mneme.springai;

import dev.mneme.embed.CachingEmbedder;
import dev.mneme.embed.EmbeddingBatches;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.error.MnemeException;
import dev.mneme.search.adapter.FrameworkErrors;
import dev.mneme.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.MetadataMode;
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
 *       String}. All other types are kept as JSON and come back as they were, beans and records as
 *       maps (see {@link dev.mneme.search.adapter.JavaValues}); a filter that compares such a value
 *       is refused. Documents without text are refused.
 *   <li>What is embedded of a document is what the model of the engine's {@link SpringAiEmbedder}
 *       takes, which may add metadata as its {@link MetadataMode} says; or what a mode given here
 *       says. A document without words is embedded by its metadata.
 *   <li>The query is searched as text and, with an embedder, as vector; the documents are the first
 *       {@code topK} of the fused order, sorted by their score. A blank query finds the newest that
 *       match the filter.
 *   <li>A score is the cosine of query and document, and {@code similarityThreshold} the least one;
 *       0 accepts all. The metadata has one minus the cosine as {@code distance}, unless the
 *       document has a {@code distance} of its own; added again, that of a search is left out.
 *       Without an embedder, or with another similarity, a score is the relevance, 0 to 1.
 *   <li>Filter expressions: all types. A missing key satisfies NE, NIN and ISNULL, and no order
 *       comparison. A list matches where one of its elements does. Strings are ordered by code
 *       point. Dates, and strings in the form of an instant, are compared with instants and with
 *       strings.
 * </ul>
 *
 * <p>Thread-safe, as the namespace is. Closing the engine is its owner's task. Bad input is an
 * {@link IllegalArgumentException}, with the engine's {@code InvalidRequestException} as its cause
 * where a limit of the engine or a mapping above is broken, and nothing written. Every method may
 * throw a {@link dev.mneme.error.MnemeException} for other reasons.
 */
public final class MnemeVectorStore implements VectorStore {
  private static final Comparator<Document> BY_SCORE =
      Comparator.comparing(
          Document::getScore, Comparator.nullsFirst(Comparator.<Double>naturalOrder()));

  private final Namespace namespace;
  private final Function<Document, String> embedded;

  /** Embeds of documents what the engine's model takes. */
  public MnemeVectorStore(Namespace namespace) {
    this(namespace, embeddedBy(namespace));
  }

  /**
   * Embeds the content of documents that their formatter makes in this mode.
   *
   * @param mode whether metadata is embedded beside the text
   */
  public MnemeVectorStore(Namespace namespace, MetadataMode mode) {
    this(namespace, document -> document.getFormattedContent(mode));
  }

  private MnemeVectorStore(Namespace namespace, Function<Document, String> embedded) {
    this.namespace = namespace;
    this.embedded = embedded;
  }

  private static Function<Document, String> embeddedBy(Namespace namespace) {
    var embedder = namespace.embedder().orElse(null);
    while (embedder instanceof CachingEmbedder caching) {
      embedder = caching.embedder();
    }
    return embedder instanceof SpringAiEmbedder spring
        ? spring::contentOf
        : document -> Objects.requireNonNullElse(document.getText(), "");
  }

  @Override
  public void add(List<Document> documents) {
    FrameworkErrors.require(documents != null, "documents cannot be null");
    for (var document : documents) {
      FrameworkErrors.require(document != null, "a document cannot be null");
    }
    FrameworkErrors.translating(() -> namespace.putAll(memories(documents)));
  }

  /** With vectors of what is embedded, where that is not the text, which the engine embeds. */
  private List<Memory> memories(List<Document> documents) {
    var memories = new ArrayList<Memory.Builder>(documents.size());
    var contents = new LinkedHashMap<Integer, String>();
    for (var document : documents) {
      var memory = Documents.toMemory(document);
      var content = content(document);
      if (namespace.embedder().isPresent() && !content.equals(document.getText())) {
        contents.put(memories.size(), content);
      }
      memories.add(memory);
    }
    if (!contents.isEmpty()) {
      var vectors =
          EmbeddingBatches.embedMemories(
              namespace.embedder().orElseThrow(), List.copyOf(contents.sequencedValues()));
      int next = 0;
      for (int index : contents.sequencedKeySet()) {
        memories.get(index).embedding(vectors.get(next++));
      }
    }
    return memories.stream().map(Memory.Builder::build).toList();
  }

  private String content(Document document) {
    var content = embedded.apply(document);
    if (content.isBlank()) {
      content = document.getFormattedContent(MetadataMode.ALL);
    }
    return content.isBlank() ? Objects.requireNonNullElse(document.getText(), "") : content;
  }

  /** All in one step. Ids that are not there are passed over. */
  @Override
  public void delete(List<String> ids) {
    FrameworkErrors.require(ids != null, "ids cannot be null");
    for (var id : ids) {
      FrameworkErrors.require(id != null, "an id cannot be null");
    }
    FrameworkErrors.translating(
        () -> namespace.deleteAll(ids.stream().map(Documents.IDS::toMemory).toList()));
  }

  /**
   * @throws IllegalStateException if the engine fails, as the interface wants it
   */
  @Override
  public void delete(Expression expression) {
    FrameworkErrors.require(expression != null, "filter expression cannot be null");
    try {
      FrameworkErrors.translating(() -> namespace.deleteAll(SpringAiFilters.translate(expression)));
    } catch (MnemeException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  /** Best score first; documents of one score in the order of the engine. */
  @Override
  public List<Document> similaritySearch(SearchRequest request) {
    FrameworkErrors.require(request != null, "request cannot be null");
    boolean asks = !request.getQuery().isBlank();
    var scores = Scores.of(asks && namespace.embedder().isPresent(), namespace.similarity());
    return FrameworkErrors.translated(
        () ->
            namespace.search(searchOf(request, scores)).hits().stream()
                .map(hit -> Documents.ofHit(hit, scores))
                .sorted(BY_SCORE.reversed())
                .toList());
  }

  private static dev.mneme.request.SearchRequest searchOf(SearchRequest request, Scores scores) {
    var search =
        dev.mneme.request.SearchRequest.builder()
            .filter(
                Optional.ofNullable(request.getFilterExpression())
                    .map(SpringAiFilters::translate)
                    .orElseGet(Filter::all))
            .limit(request.getTopK())
            .minRelevance(scores.minRelevance(request.getSimilarityThreshold()));
    if (!request.getQuery().isBlank()) {
      search.text(request.getQuery());
    }
    return search.build();
  }

  /** The {@link Namespace}. */
  @Override
  @SuppressWarnings("unchecked") // the caller names the type, as the interface wants it
  public <T> Optional<T> getNativeClient() {
    return Optional.of((T) namespace);
  }
}
