package dev.mneme.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.search.adapter.FrameworkErrors;
import dev.mneme.Searchable;
import dev.mneme.request.Explanation;
import dev.mneme.request.Hit;
import dev.mneme.request.SearchRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A LangChain4j {@link ContentRetriever} by words and by meaning: the text of the query goes to the
 * engine, which searches with it and with the vector that its embedder makes of it.
 *
 * <pre>{@code
 * var options = EngineOptions.defaults().embedder(new LangChain4jEmbedder("bge-small", "", model));
 * MemoryEngine engine = MemoryEngine.open(Path.of("memories"), options);
 * var retriever = new MnemeContentRetriever(engine.namespace("user:melanie"), 5);
 * var recent = new MnemeContentRetriever(engine.namespace("user:melanie"),
 *     query -> SearchRequest.text(query.text()).recencyHalfLife(Duration.ofDays(30)).build());
 * }</pre>
 *
 * <p>A content is the text of a memory with its attributes as metadata (see {@link
 * MnemeEmbeddingStore}); its content metadata holds the relevance as {@link ContentMetadata#SCORE}
 * and the id as {@link ContentMetadata#EMBEDDING_ID}. Contents are in the order of the fused score,
 * which need not be that of the relevance. Memories without text, or with one that LangChain4j
 * calls blank, cannot be contents and are left out. Thread-safe, as long as the function is.
 */
public final class MnemeContentRetriever implements ContentRetriever {
  private final Searchable memories;
  private final Function<Query, SearchRequest> request;

  /** Searches with the text of the query, for so many contents at most. */
  public MnemeContentRetriever(Searchable memories, int maxResults) {
    this(memories, query -> SearchRequest.text(query.text()).limit(maxResults).build());
  }

  /**
   * @param memories a namespace, or all of them, where that is meant
   * @param request makes the search of a query: filters, times, weights, thresholds; it may look at
   *     the query's metadata, such as the chat memory's id
   */
  public MnemeContentRetriever(Searchable memories, Function<Query, SearchRequest> request) {
    this.memories = memories;
    this.request = request;
  }

  /**
   * The contents that answer, best first. Where there are none, and the reason may be that the
   * search could not look by meaning, it fails: a model that is told "nothing is known" would say
   * so. Who wants words only asks for the leg TEXT.
   *
   * @throws IllegalArgumentException if the search breaks a limit of the engine, such as the length
   *     of the query; or if nothing was found among memories that match, and the engine has no
   *     embedder or some of them have no vector
   */
  @Override
  public List<Content> retrieve(Query query) {
    FrameworkErrors.require(query != null, "query cannot be null");
    return FrameworkErrors.translated(() -> contents(request.apply(query)));
  }

  private List<Content> contents(SearchRequest search) {
    var hits = memories.search(search).hits();
    if (hits.isEmpty()) {
      requireComplete(search);
    }
    return hits.stream().map(MnemeContentRetriever::content).flatMap(Optional::stream).toList();
  }

  private void requireComplete(SearchRequest search) {
    var explained = memories.search(search.toBuilder().explain(true).build());
    var warnings = explained.explanation().map(Explanation::warnings).orElse(List.of());
    boolean searched = explained.explanation().map(Explanation::candidates).orElse(0L) > 0;
    if (searched && explained.hits().isEmpty() && !warnings.isEmpty()) {
      throw new InvalidRequestException("nothing was found, but " + String.join("; ", warnings));
    }
  }

  private static Optional<Content> content(Hit hit) {
    Map<ContentMetadata, Object> metadata =
        Map.of(
            ContentMetadata.SCORE, hit.relevance(),
            ContentMetadata.EMBEDDING_ID, Blank.IDS.ofMemory(hit.memory().id()));
    return Segments.ofMemory(hit.memory()).map(segment -> Content.from(segment, metadata));
  }
}
