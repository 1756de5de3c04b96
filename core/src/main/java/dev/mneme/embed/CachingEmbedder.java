package dev.mneme.embed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mneme.memory.Embedding;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.core.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Remembers what an embedder has answered: the most used vectors in memory, more of them in a file.
 * It also checks the answers: a vector that comes out of here has the dimension that the embedder
 * promises.
 *
 * <p>Equal texts in one call are embedded once, and all texts that are new go to the embedder
 * together, in calls of the size that its {@link Embedder#batches} wants. What a call has made is
 * cached before the next one, so that after a failure only the rest is asked for again. The
 * embedder's name and dimension are asked once, at open. Two threads that meet a new text at the
 * same time both have it embedded. A failing file is logged once and costs only time.
 *
 * <p>Thread-safe; no lock is held while the embedder works. Closing releases the file, not the
 * embedder.
 */
public final class CachingEmbedder implements Embedder, AutoCloseable {

  private final Embedder embedder;
  private final String name;
  private final int dimension;
  private final Cache<CacheKey, Embedding> memory;
  private final Optional<CacheFileGuard> file;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private CachingEmbedder(Named embedder, int memoryEntries, Optional<CacheFileGuard> file) {
    this.embedder = embedder.embedder();
    this.name = embedder.name();
    this.dimension = embedder.dimension();
    this.memory = Caffeine.newBuilder().maximumSize(memoryEntries).executor(Runnable::run).build();
    this.file = file;
  }

  /**
   * Caches in memory and in {@code file}, which is created with its directories. One cache at a
   * time uses a file; a second one works in memory only. Never fails on what it finds there.
   */
  public static CachingEmbedder open(Embedder embedder, Path file, EmbeddingCacheOptions options) {
    return open(embedder, Storage.system(), file, options);
  }

  /** The same on another way to the disk. */
  static CachingEmbedder open(
      Embedder embedder, Storage storage, Path file, EmbeddingCacheOptions options) {
    var named = Named.of(embedder);
    Optional<CacheFileGuard> guard =
        options.fileBytes() == 0
            ? Optional.empty()
            : Optional.of(CacheFileGuard.open(storage, file, named, options.fileBytes()));
    return new CachingEmbedder(named, options.memoryEntries(), guard);
  }

  /** Caches the {@code entries} most used vectors in memory only. */
  public static CachingEmbedder inMemory(Embedder embedder, int entries) {
    return new CachingEmbedder(
        Named.of(embedder),
        new EmbeddingCacheOptions(entries, 0).memoryEntries(),
        Optional.empty());
  }

  /** An embedder with what it answered once. */
  record Named(Embedder embedder, String name, int dimension) {
    static Named of(Embedder embedder) {
      return new Named(embedder, embedder.name(), embedder.dimension());
    }
  }

  /**
   * How well the cache does since it was opened.
   *
   * @param hits texts answered from memory or file, or by an equal text in the same call
   * @param misses texts that the embedder was asked for
   */
  public record Stats(long hits, long misses) {}

  public Stats stats() {
    return new Stats(hits.sum(), misses.sum());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** No bound: this embedder cuts what it does not know into calls that the other one accepts. */
  @Override
  public EmbeddingBatches batches() {
    return EmbeddingBatches.unbounded();
  }

  /** The embedder whose answers are remembered. */
  public Embedder embedder() {
    return embedder;
  }

  /**
   * @throws dev.mneme.error.EmbedderException if the embedder fails with an error of ours, or
   *     answers with null, a wrong number of vectors, or a wrong dimension
   */
  @Override
  public List<Embedding> embedMemories(List<String> texts) {
    List<CacheKey> keys = new ArrayList<>(texts.size());
    Map<CacheKey, Embedding> known = new HashMap<>();
    SequencedMap<CacheKey, String> wanted = new LinkedHashMap<>();
    for (String text : texts) {
      var key = CacheKey.of(name, CacheKey.Kind.MEMORY, text);
      keys.add(key);
      if (!known.containsKey(key) && !wanted.containsKey(key)) {
        find(key).ifPresentOrElse(found -> known.put(key, found), () -> wanted.put(key, text));
      }
    }
    if (!wanted.isEmpty()) {
      embed(wanted).forEach(made -> known.put(made.getKey(), made.getValue()));
    }
    hits.add((long) texts.size() - wanted.size());
    return keys.stream().map(key -> Objects.requireNonNull(known.get(key))).toList();
  }

  /** Throws as {@link #embedMemories} does. */
  @Override
  public Embedding embedQuery(String text) {
    var key = CacheKey.of(name, CacheKey.Kind.QUERY, text);
    var found = find(key);
    if (found.isPresent()) {
      hits.increment();
      return found.get();
    }
    misses.increment();
    Embedding embedding;
    try {
      embedding = EmbedderAnswers.checked(name, dimension, text, embedder.embedQuery(text));
    } catch (InvalidRequestException e) {
      throw EmbedderAnswers.failed(name, List.of(text), e);
    }
    store(List.of(Map.entry(key, embedding)));
    return embedding;
  }

  @Override
  public void close() {
    file.ifPresent(CacheFileGuard::close);
  }

  private Optional<Embedding> find(CacheKey key) {
    Embedding inMemory = memory.getIfPresent(key);
    if (inMemory != null) {
      return Optional.of(inMemory);
    }
    var inFile = file.flatMap(cache -> cache.get(key));
    inFile.ifPresent(found -> memory.put(key, found));
    return inFile;
  }

  private List<Map.Entry<CacheKey, Embedding>> embed(SequencedMap<CacheKey, String> wanted) {
    misses.add(wanted.size());
    var keys = List.copyOf(wanted.sequencedKeySet());
    var texts = List.copyOf(wanted.sequencedValues());
    List<Map.Entry<CacheKey, Embedding>> all = new ArrayList<>(keys.size());
    try {
      EmbeddingBatches.embedMemories(
          embedder,
          texts,
          (asked, made) -> {
            var vectors = EmbedderAnswers.checked(name, dimension, asked, made);
            var entries = entries(keys.subList(all.size(), all.size() + asked.size()), vectors);
            store(entries);
            all.addAll(entries);
          });
    } catch (InvalidRequestException e) {
      throw EmbedderAnswers.failed(name, texts, e);
    }
    return all;
  }

  private List<Map.Entry<CacheKey, Embedding>> entries(List<CacheKey> keys, List<Embedding> made) {
    List<Map.Entry<CacheKey, Embedding>> entries = new ArrayList<>(made.size());
    for (var key : keys) {
      entries.add(Map.entry(key, made.get(entries.size())));
    }
    return entries;
  }

  private void store(List<Map.Entry<CacheKey, Embedding>> entries) {
    entries.forEach(entry -> memory.put(entry.getKey(), entry.getValue()));
    file.ifPresent(cache -> cache.put(entries));
  }
}
