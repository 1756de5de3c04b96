package dev.mneme.search.engine;

import dev.mneme.core.embed.Embedder;
import dev.mneme.core.log.LogOptions;
import dev.mneme.core.log.Storage;
import dev.mneme.core.model.Limits;
import dev.mneme.core.vector.Similarity;
import dev.mneme.index.text.TextOptions.Language;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to open an engine. Immutable; each method returns a changed copy. {@link #defaults} suits most.
 *
 * @param embedder makes vectors for memories and queries that come without
 * @param embedderName what the store remembers as its embedder; the embedder's own name by default, settable for callers who bring vectors
 * @param dimension of all vectors; else the embedder's, else fixed by the first vector
 * @param asyncWindow with ASYNC, the longest time between a write and its fsync
 * @param asyncOperations with ASYNC, the most writes between two fsyncs
 * @param keptVersions of a memory that compaction keeps
 * @param clock for event times that are missing, commit times and expiry
 */
public record EngineOptions(
    Optional<Embedder> embedder,
    Optional<String> embedderName,
    OptionalInt dimension,
    Similarity similarity,
    Language language,
    Durability durability,
    Duration asyncWindow,
    int asyncOperations,
    int keptVersions,
    Limits limits,
    LogOptions log,
    int graphCapacity,
    Storage storage,
    Clock clock) {

  public static EngineOptions defaults() {
    return new EngineOptions(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Similarity.COSINE,
        Language.ENGLISH,
        Durability.SYNC,
        Duration.ofSeconds(1),
        1_000,
        1,
        Limits.defaults(),
        LogOptions.defaults(),
        131_072,
        Storage.system(),
        Clock.systemUTC());
  }

  public EngineOptions embedder(Embedder newEmbedder) {
    return new EngineOptions(
        Optional.of(newEmbedder), Optional.of(newEmbedder.name()), OptionalInt.of(newEmbedder.dimension()), similarity,
        language, durability, asyncWindow, asyncOperations, keptVersions, limits, log, graphCapacity, storage, clock);
  }

  public EngineOptions dimension(int newDimension) {
    return new EngineOptions(
        embedder, embedderName, OptionalInt.of(newDimension), similarity, language, durability, asyncWindow,
        asyncOperations, keptVersions, limits, log, graphCapacity, storage, clock);
  }

  public EngineOptions durability(Durability newDurability) {
    return new EngineOptions(
        embedder, embedderName, dimension, similarity, language, newDurability, asyncWindow, asyncOperations,
        keptVersions, limits, log, graphCapacity, storage, clock);
  }
}
