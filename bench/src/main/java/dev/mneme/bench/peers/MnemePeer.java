package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Item;
import dev.mneme.bench.data.Range;
import dev.mneme.filter.Filter;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** This project's engine through its public interface: every search returns whole memories. */
public final class MnemePeer
    implements Peer.Filtering, Peer.Hybrid, Peer.LegTimed, Peer.Updating, Peer.Persistent {
  private static final int BATCH = 1_000;

  private final Path directory;
  private final EngineOptions options;
  private final Slowdown slowdown;
  private MemoryEngine engine;

  MnemePeer(Path directory, Durability durability, Slowdown slowdown) throws IOException {
    this.slowdown = slowdown;
    this.directory = directory;
    this.options = EngineOptions.defaults().durability(durability);
    Storage.system().deleteTree(directory);
    this.engine = MemoryEngine.open(directory, options);
  }

  @Override
  public String settings() {
    return "defaults, "
        + options.durability()
        + ", batches of 1,000; kernel "
        + engine.stats().kernel()
        + "; hits are whole memories";
  }

  @Override
  public void load(Corpus corpus) throws InterruptedException {
    for (int from = 0; from < corpus.size(); from += BATCH) {
      addAll(corpus.items(from, Math.min(corpus.size(), from + BATCH)));
    }
    engine.awaitIdle();
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    long start = System.nanoTime();
    var result = search(SearchRequest.vector(query).limit(k).ef(ef));
    slowdown.after(start);
    return ordinals(result);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) {
    var filter =
        Filter.and(
            Filter.ge(range.attribute(), range.from()), Filter.lt(range.attribute(), range.to()));
    return ordinals(search(SearchRequest.vector(query).limit(k).filter(filter)));
  }

  @Override
  public double legMicros(float[] query, int k, int ef) {
    return search(SearchRequest.vector(query).limit(k).ef(ef).explain(true))
        .explanation()
        .flatMap(explained -> explained.legs().getFirst().chosen().actual())
        .orElseThrow()
        .micros();
  }

  @Override
  public List<Found> hybrid(String text, float[] query, int k) {
    return found(search(SearchRequest.text(text).vector(query).limit(k)));
  }

  @Override
  public List<Found> words(String text, int k) {
    return found(search(SearchRequest.text(text).legs(Set.of(Leg.TEXT)).limit(k)));
  }

  private SearchResult search(SearchRequest.Builder request) {
    return engine.namespace().search(request.build());
  }

  private static int[] ordinals(SearchResult result) {
    return result.hits().stream().mapToInt(hit -> Corpus.ordinal(hit.memory().id())).toArray();
  }

  private static List<Found> found(SearchResult result) {
    return result.hits().stream()
        .map(hit -> new Found(Corpus.ordinal(hit.memory().id()), hit.memory().text()))
        .toList();
  }

  @Override
  public void add(Item item) {
    engine.namespace().add(memory(item));
  }

  @Override
  public void addDurably(Item item) {
    add(item);
    if (!durable()) {
      engine.flush();
    }
  }

  @Override
  public void addAll(List<Item> items) {
    engine.namespace().addAll(items.stream().map(MnemePeer::memory).toList());
  }

  private static Memory memory(Item item) {
    return Memory.text(item.text())
        .id(item.id())
        .time(Instant.ofEpochSecond(1_600_000_000L + item.ordinal() * 61L))
        .attribute(Range.RANDOM, item.random())
        .attribute(Range.NEAR, item.near())
        .embedding(item.vector())
        .build();
  }

  @Override
  public Optional<String> get(String id) {
    return engine.namespace().get(id).map(Memory::text);
  }

  @Override
  public boolean durable() {
    return options.durability() == Durability.SYNC;
  }

  @Override
  public void reopen() {
    engine.close();
    engine = MemoryEngine.open(directory, options);
  }

  @Override
  public long diskBytes() throws IOException {
    engine.flush();
    return Disk.bytes(directory);
  }

  @Override
  public void close() throws IOException {
    engine.close();
    Storage.system().deleteTree(directory);
  }
}
