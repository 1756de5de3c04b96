package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.data.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

/** Spring AI's store in memory: a scan and a sort of all entries. It cannot get by id. */
public final class SpringAiPeer implements Peer.Filtering, Peer.Updating {
  private static final int BATCH = 1_000;

  /** Gives the vectors that are at hand already. */
  private static final class Given implements EmbeddingModel {
    private final ThreadLocal<float[]> query = ThreadLocal.withInitial(() -> new float[0]);
    private final ThreadLocal<Map<String, float[]>> batch = ThreadLocal.withInitial(Map::of);
    private final int dimension;

    Given(int dimension) {
      this.dimension = dimension;
    }

    @Override
    public float[] embed(String text) {
      return query.get();
    }

    @Override
    public float[] embed(Document document) {
      var vector = batch.get().get(document.getId());
      if (vector == null) {
        throw new IllegalStateException("no vector of " + document.getId());
      }
      return vector;
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int dimensions() {
      return dimension;
    }
  }

  private final Given model;
  private final SimpleVectorStore store;

  SpringAiPeer(int dimension) {
    model = new Given(dimension);
    store = SimpleVectorStore.builder(model).build();
  }

  @Override
  public String settings() {
    return "SimpleVectorStore, batches of 1,000";
  }

  @Override
  public void load(Corpus corpus) {
    for (int from = 0; from < corpus.size(); from += BATCH) {
      addAll(corpus.items(from, Math.min(corpus.size(), from + BATCH)));
    }
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    return search(SearchRequest.builder(), query, k);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) {
    var build = new FilterExpressionBuilder();
    Filter.Expression filter =
        build
            .and(
                build.gte(range.attribute(), range.from()), build.lt(range.attribute(), range.to()))
            .build();
    return search(SearchRequest.builder().filterExpression(filter), query, k);
  }

  private int[] search(SearchRequest.Builder request, float[] query, int k) {
    model.query.set(query);
    return store
        .similaritySearch(request.query("given").topK(k).similarityThresholdAll().build())
        .stream()
        .mapToInt(document -> Corpus.ordinal(document.getId()))
        .toArray();
  }

  @Override
  public void add(Item item) {
    addAll(List.of(item));
  }

  @Override
  public void addAll(List<Item> items) {
    var vectors = new java.util.HashMap<String, float[]>();
    items.forEach(item -> vectors.put(item.id(), item.vector()));
    model.batch.set(vectors);
    store.add(
        items.stream()
            .map(
                item ->
                    new Document(
                        item.id(),
                        item.text(),
                        Map.of(Range.RANDOM, item.random(), Range.NEAR, item.near())))
            .toList());
    model.batch.remove();
  }

  @Override
  public Optional<String> get(String id) {
    return Optional.empty();
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public void close() {}
}
