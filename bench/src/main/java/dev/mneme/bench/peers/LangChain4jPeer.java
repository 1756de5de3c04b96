package dev.mneme.bench.peers;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.data.Range;
import java.util.List;
import java.util.Optional;

/** LangChain4j's store in memory: a scan of all entries. It cannot get by id. */
public final class LangChain4jPeer implements Peer.Filtering, Peer.Updating {
  private static final int BATCH = 1_000;

  private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

  @Override
  public String settings() {
    return "InMemoryEmbeddingStore, batches of 1,000";
  }

  @Override
  public void load(Corpus corpus) {
    for (int from = 0; from < corpus.size(); from += BATCH) {
      addAll(corpus.items(from, Math.min(corpus.size(), from + BATCH)));
    }
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    return search(EmbeddingSearchRequest.builder(), query, k);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) {
    var filter =
        metadataKey(range.attribute())
            .isGreaterThanOrEqualTo(range.from())
            .and(metadataKey(range.attribute()).isLessThan(range.to()));
    return search(EmbeddingSearchRequest.builder().filter(filter), query, k);
  }

  private int[] search(
      EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request, float[] query, int k) {
    return store
        .search(request.queryEmbedding(Embedding.from(query)).maxResults(k).build())
        .matches()
        .stream()
        .mapToInt(match -> Corpus.ordinal(match.embeddingId()))
        .toArray();
  }

  @Override
  public void add(Item item) {
    store.add(item.id(), Embedding.from(item.vector()), segment(item));
  }

  @Override
  public void addAll(List<Item> items) {
    store.addAll(
        items.stream().map(Item::id).toList(),
        items.stream().map(item -> Embedding.from(item.vector())).toList(),
        items.stream().map(LangChain4jPeer::segment).toList());
  }

  private static TextSegment segment(Item item) {
    var metadata = new Metadata().put(Range.RANDOM, item.random()).put(Range.NEAR, item.near());
    return TextSegment.from(item.text(), metadata);
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
