package dev.mneme;

import dev.mneme.report.CompactReport;
import dev.mneme.report.Progress;
import dev.mneme.report.ReembedReport;
import dev.mneme.report.SalvageReport;
import dev.mneme.report.StoreInfo;
import dev.mneme.report.VerifyReport;
import dev.mneme.search.engine.LocalEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory engine over one directory. Thread-safe: any number of threads may write and search;
 * writes are applied one group after the other in one total order, and a thread finds what it has
 * written as soon as the write returns.
 *
 * <pre>{@code
 * try (MemoryEngine engine = MemoryEngine.open(Path.of("memories"), EngineOptions.defaults().embedder(embedder))) {
 *   Namespace melanie = engine.namespace("user:melanie");
 *   melanie.add(Memory.text("Caroline joined the support group").attribute("speaker", "Caroline").build());
 *   melanie.search(SearchRequest.text("When did Caroline join?").limit(10).build()).hits().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Every method may throw a {@link dev.mneme.error.MnemeException}: {@code
 * InvalidRequestException} for what breaks a limit, {@code StorageException} where the disk
 * refuses, {@code ClosedException} after {@link #close}.
 */
public interface MemoryEngine extends AutoCloseable {

  String DEFAULT_NAMESPACE = "default";

  /**
   * Opens the store in a directory, or makes one where the directory is missing or empty. Views
   * that are missing or damaged are rebuilt from the log before this returns, but for the vector
   * graph, which is rebuilt in the background while exact scans answer.
   *
   * @throws dev.mneme.error.InvalidRequestException if the directory holds something else
   * @throws dev.mneme.error.IncompatibleException if the store has a newer format, another
   *     embedder, dimension or similarity
   * @throws dev.mneme.error.CorruptionException if the log is damaged before its tail
   * @throws dev.mneme.error.StorageException if the disk refuses, or another process has the store
   *     open
   */
  static MemoryEngine open(Path directory, EngineOptions options) {
    return LocalEngine.open(directory, options);
  }

  /**
   * Makes a new store of everything that can still be read of a damaged one, which {@link #open}
   * refuses. The source is only read; it shall not be open. What could not be saved is in the
   * report, with the changes that are missing: an older version of a memory, or a deleted one, is
   * there again where the change that replaced or deleted it is lost.
   *
   * @param target empty or missing, outside the source
   * @param options similarity and language of the copy, where the source's properties are damaged
   *     too
   * @throws dev.mneme.error.InvalidRequestException if the source has no log or the target holds
   *     files
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote the source
   */
  static SalvageReport salvage(Path source, Path target, EngineOptions options, Progress progress) {
    return LocalEngine.salvage(source, target, options, progress);
  }

  /**
   * Checks a store that is not open, and changes nothing of it: neither what opening it would
   * repair, nor views that it would rebuild. Needs room for a copy of the last log file, and of all
   * others on file systems without links.
   *
   * @throws dev.mneme.error.InvalidRequestException if the directory holds no store
   * @throws dev.mneme.error.StorageException if it is open, or there is no room
   */
  static VerifyReport verify(Path directory, EngineOptions options, Progress progress) {
    return LocalEngine.verify(directory, options, progress);
  }

  /**
   * What a store remembers of how it was made; read without opening it, while others may have it
   * open. Empty if the directory holds no store.
   *
   * @throws dev.mneme.error.CorruptionException if {@code store.properties} is damaged
   * @throws dev.mneme.error.IncompatibleException if a newer version wrote it
   */
  static Optional<StoreInfo> info(Path directory) {
    return LocalEngine.info(directory);
  }

  /** A namespace; it need not exist. */
  Namespace namespace(String name);

  /** The namespace "default". */
  default Namespace namespace() {
    return namespace(DEFAULT_NAMESPACE);
  }

  /** Names of the namespaces that hold a memory, sorted. */
  List<String> namespaces();

  /** The explicit way across all namespaces: read-only. */
  Everywhere everywhere();

  /** {@link Namespace#reembed()} for every namespace, one after the other. */
  default ReembedReport reembed() {
    return namespaces().stream()
        .map(name -> namespace(name).reembed())
        .reduce(new ReembedReport(0, 0), ReembedReport::plus);
  }

  EngineStats stats();

  /** Checks everything on disk and in the views against each other; changes nothing. */
  default VerifyReport verify() {
    return verify(Progress.none());
  }

  /** The same, with somebody who hears how much of the log has been read. Writes wait meanwhile. */
  VerifyReport verify(Progress progress);

  /** Drops what is deleted, superseded or expired from log and views. */
  CompactReport compact();

  /**
   * Copies a consistent state, as of one sequence, into a new directory, which may be opened as a
   * store, and copied like any other files to restore it. Reads and writes go on. On the same file
   * system the parts of the log that never change are linked and not copied: against the loss of a
   * disk, copy the backup to another one.
   */
  void backup(Path target);

  /** Makes every acknowledged write durable and checkpoints the views. */
  void flush();

  /** Waits until background work (the vector graph) has caught up. */
  void awaitIdle() throws InterruptedException;

  /** Flushes and releases. Idempotent. */
  @Override
  void close();
}
