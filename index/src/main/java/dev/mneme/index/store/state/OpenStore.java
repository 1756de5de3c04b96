package dev.mneme.index.store.state;

import dev.mneme.core.log.MemoryLog;
import dev.mneme.core.storage.Storage;
import java.nio.file.Path;

/** What an open store consists of, for those who read, write and maintain it. */
public final class OpenStore {
  private final Path directory;
  private final StoreOptions options;
  private final MemoryLog log;
  private final Catalog catalog;
  private final Views views;
  private final Health health;
  private final Publication publication;
  private final AsyncWindow asyncWindow;
  private volatile StoreProperties info;

  /**
   * @param lock that keeps others away; checked before anything is written, and before it is
   *     acknowledged
   */
  public OpenStore(
      Path directory,
      StoreOptions options,
      Storage.Lock lock,
      MemoryLog log,
      RecoveredStore recovered) {
    this.directory = directory;
    this.options = options;
    this.log = log;
    this.catalog = recovered.catalog();
    this.views = recovered.views();
    this.health = new Health(directory, lock, log, views);
    this.publication = new Publication(catalog, log.lastSequence(), recovered.live());
    this.asyncWindow = new AsyncWindow(log, options);
    this.info = recovered.info();
  }

  public Path directory() {
    return directory;
  }

  public StoreOptions options() {
    return options;
  }

  public MemoryLog log() {
    return log;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Views views() {
    return views;
  }

  /** Whether it may still be written. */
  public Health health() {
    return health;
  }

  public Publication publication() {
    return publication;
  }

  /** The committer's own. */
  public AsyncWindow asyncWindow() {
    return asyncWindow;
  }

  /** What the store was made with; the dimension may be fixed later. */
  public StoreProperties info() {
    return info;
  }

  /** Fixes the dimension of the vectors, on disk as well. The committer's own. */
  public void fixDimension(int dimension) {
    var fixed = info.withDimension(dimension);
    fixed.write(options.storage(), directory);
    info = fixed;
  }
}
