package dev.mneme.search.engine;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.EngineStats;
import dev.mneme.Everywhere;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.core.log.LogOptions;
import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.View;
import dev.mneme.index.store.LocalStore;
import dev.mneme.index.store.repair.StoreSalvage;
import dev.mneme.index.store.state.StoreOptions;
import dev.mneme.index.store.state.StoreProperties;
import dev.mneme.report.CompactReport;
import dev.mneme.report.Progress;
import dev.mneme.report.SalvageReport;
import dev.mneme.report.StoreInfo;
import dev.mneme.report.VerifyReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine over a {@link LocalStore}. */
public final class LocalEngine implements MemoryEngine {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryEngine.class);

  private final EngineOptions options;
  private final LocalStore store;
  private final ExecutorService legs;
  private final Searches searches;
  private final Embeddings embeddings;

  private LocalEngine(EngineOptions options, LocalStore store) {
    this.options = options;
    this.store = store;
    this.legs = legThreads();
    this.embeddings = new Embeddings(options.embedder(), options.dimension());
    this.searches = new Searches(store, options, embeddings, legs);
  }

  /**
   * Threads for legs beside the callers: one less than processors, kept for a minute. What finds
   * none idle is dropped, because the caller then runs the leg itself: under load, searches share
   * the processors instead of queueing for them.
   */
  private static ExecutorService legThreads() {
    return new ThreadPoolExecutor(
        0,
        Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
        1,
        TimeUnit.MINUTES,
        new SynchronousQueue<>(),
        Thread.ofPlatform().daemon().name("mneme-leg-", 0).factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Opens or makes a store: {@link MemoryEngine#open}. */
  public static LocalEngine open(Path directory, EngineOptions options) {
    return open(directory, options, Storage.system());
  }

  /** The same on another way to the disk. */
  public static LocalEngine open(Path directory, EngineOptions options, Storage storage) {
    MissingFlags.tellOnce();
    var store = LocalStore.open(directory, storeOptions(options, storage));
    try {
      var engine = new LocalEngine(options, store);
      engine.searches.logGaps();
      return engine;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  /** {@link MemoryEngine#salvage}. */
  public static SalvageReport salvage(
      Path source, Path target, EngineOptions options, Progress progress) {
    var fallback =
        new StoreProperties(
            options.embedderName(), options.dimension(), options.similarity(), options.language());
    return StoreSalvage.salvage(Storage.system(), source, target, fallback, progress);
  }

  /** {@link MemoryEngine#verify(Path, EngineOptions, Progress)}. */
  public static VerifyReport verify(Path directory, EngineOptions options, Progress progress) {
    return LocalStore.check(
        Storage.system(),
        directory,
        info ->
            storeOptions(
                options
                    .similarity(info.similarity())
                    .language(info.language())
                    .offHeapIdsFrom(Long.MAX_VALUE),
                Storage.system()),
        progress);
  }

  /** {@link MemoryEngine#info}. */
  public static Optional<StoreInfo> info(Path directory) {
    return StoreProperties.read(Storage.system(), directory)
        .map(
            kept ->
                new StoreInfo(
                    kept.embedder(), kept.dimension(), kept.similarity(), kept.language()));
  }

  private static StoreOptions storeOptions(EngineOptions options, Storage storage) {
    options.dimension().ifPresent(options.limits()::checkDimension);
    return StoreOptions.on(storage)
        .clock(options.clock())
        .log(new LogOptions(options.logFileBytes()))
        .embedderName(options.embedderName())
        .dimension(options.dimension())
        .similarity(options.similarity())
        .language(options.language())
        .sync(options.durability() == Durability.SYNC)
        .asyncWindow(options.asyncWindow(), options.asyncOperations())
        .keptVersions(options.keptVersions())
        .graphCapacity(options.graphCapacity())
        .offHeapIdsFrom(options.offHeapIdsFrom())
        .checkpointBytes(options.checkpointBytes());
  }

  @Override
  public Namespace namespace(String name) {
    options.limits().checkNamespace(name);
    return new LocalNamespace(name, store, options, embeddings, searches);
  }

  @Override
  public List<String> namespaces() {
    try (var snapshot = store.snapshot()) {
      var names = store.namespaces();
      return java.util.stream.IntStream.range(0, names.size())
          .filter(ordinal -> !snapshot.visible(ordinal).isEmpty())
          .mapToObj(names::get)
          .sorted()
          .toList();
    }
  }

  @Override
  public Everywhere everywhere() {
    return new LocalEverywhere(searches);
  }

  @Override
  public EngineStats stats() {
    try (var snapshot = store.snapshot()) {
      var info = store.info();
      var graph = store.vector().graph();
      var visible = snapshot.visibleEverywhere();
      return new EngineStats(
          new EngineStats.Contents(
              visible.cardinality(),
              namespaces().size(),
              snapshot.sequence(),
              store.withoutVector(visible).cardinality()),
          new EngineStats.Vectors(
              info.dimension().orElse(0),
              info.embedder(),
              embeddings.isPresent(),
              VectorKernels.best().name(),
              new EngineStats.Graph(
                  graph.nodes(), graph.pending(), graph.segments(), graph.sealed())),
          store.logStats(),
          store.views().stream().map(View::statistics).toList(),
          JvmFlags.missing());
    }
  }

  @Override
  public VerifyReport verify(Progress progress) {
    return store.verify(progress);
  }

  @Override
  public CompactReport compact() {
    return store.compact();
  }

  @Override
  public void backup(Path target) {
    store.backup(target);
  }

  @Override
  public void flush() {
    store.flush();
  }

  @Override
  public void awaitIdle() throws InterruptedException {
    store.vector().awaitGraph();
  }

  @Override
  public void close() {
    try (legs) {
      store.close();
    }
  }

  /** Says which JVM flags are missing when it is initialized: once in the life of a JVM. */
  private static final class MissingFlags {
    static {
      var missing = JvmFlags.missing();
      if (!missing.isEmpty()) {
        LOG.warn(
            "Mneme runs, but slower than it could: start java with {}", String.join(" ", missing));
      }
    }

    static void tellOnce() {
      // the initialization says it
    }
  }
}
