package dev.mneme.search.engine;

import dev.mneme.core.jvm.JvmFlags;
import dev.mneme.core.log.LogCheck;
import dev.mneme.core.log.SalvageReport;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.View;
import dev.mneme.index.sync.LocalStore;
import dev.mneme.index.sync.StoreCheck;
import dev.mneme.index.sync.StoreOptions;
import dev.mneme.index.sync.StoreSalvage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine over a {@link LocalStore}. */
final class LocalEngine implements MemoryEngine {
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

  static LocalEngine open(Path directory, EngineOptions options) {
    MissingFlags.tellOnce();
    var store = LocalStore.open(directory, storeOptions(options));
    try {
      var engine = new LocalEngine(options, store);
      engine.searches.logGaps();
      return engine;
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  static SalvageReport salvage(
      Path source, Path target, EngineOptions options, LogCheck.Progress progress) {
    var fallback =
        new dev.mneme.index.sync.StoreInfo(
            options.embedderName(), options.dimension(), options.similarity(), options.language());
    return StoreSalvage.salvage(options.storage(), source, target, fallback, progress);
  }

  static VerifyReport verify(Path directory, EngineOptions options, LogCheck.Progress progress) {
    var report =
        StoreCheck.run(
            options.storage(),
            directory,
            info ->
                storeOptions(
                    options
                        .similarity(info.similarity())
                        .language(info.language())
                        .offHeapIdsFrom(Long.MAX_VALUE)),
            progress);
    return new VerifyReport(report.records(), report.memories(), report.problems());
  }

  private static StoreOptions storeOptions(EngineOptions options) {
    options.dimension().ifPresent(options.limits()::checkDimension);
    return new StoreOptions(
        options.storage(),
        options.clock(),
        options.log(),
        options.embedderName(),
        options.dimension(),
        options.similarity(),
        options.language(),
        options.durability() == Durability.SYNC,
        options.asyncWindow(),
        options.asyncOperations(),
        options.keptVersions(),
        options.graphCapacity(),
        options.offHeapIdsFrom(),
        options.checkpointBytes());
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
      var log = store.logStats();
      return new EngineStats(
          snapshot.visibleEverywhere().cardinality(),
          namespaces().size(),
          snapshot.sequence(),
          info.dimension().orElse(0),
          info.embedder(),
          embeddings.isPresent(),
          store.withoutVector(snapshot.visibleEverywhere()).cardinality(),
          new EngineStats.Log(log.segments(), log.bytes()),
          new EngineStats.Graph(graph.nodes(), graph.pending(), graph.segments(), graph.sealed()),
          VectorKernels.best().name(),
          JvmFlags.missing(),
          store.views().stream().map(LocalEngine::describe).toList());
    }
  }

  @Override
  public VerifyReport verify(LogCheck.Progress progress) {
    var report = store.verify(progress);
    return new VerifyReport(report.records(), report.memories(), report.problems());
  }

  @Override
  public CompactReport compact() {
    var report = store.compact();
    return new CompactReport(
        report.bytesBefore(), report.bytesAfter(), report.recordsDropped(), report.expiredPurged());
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

  private static EngineStats.View describe(View view) {
    var now = view.statistics();
    return new EngineStats.View(now.view(), now.ordinals(), now.heapBytes(), now.diskBytes());
  }
}
