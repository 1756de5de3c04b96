package dev.mneme.embed;

import dev.mneme.memory.Embedding;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache file as its users want it: one thread at a time, one process at a time, and never an
 * error. The first failure is logged and ends the use of the file until the next open.
 */
final class CacheFileGuard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CacheFileGuard.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Path path;

  private Storage.@Nullable Lock processLock;
  private @Nullable EmbeddingCacheFile file;

  private CacheFileGuard(Path path) {
    this.path = path;
  }

  static CacheFileGuard open(
      Storage storage, Path path, CachingEmbedder.Named embedder, long maxBytes) {
    var guard = new CacheFileGuard(path);
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        storage.createDirectories(directory);
      }
      guard.processLock = storage.lock(path.resolveSibling(path.getFileName() + ".lock"));
      guard.file = EmbeddingCacheFile.open(storage, path, embedder, maxBytes);
    } catch (IOException | RuntimeException e) {
      guard.giveUp(e);
    }
    return guard;
  }

  Optional<Embedding> get(CacheKey key) {
    lock.lock();
    try {
      return file == null ? Optional.empty() : file.get(key);
    } catch (IOException | RuntimeException e) {
      giveUp(e);
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  void put(List<Map.Entry<CacheKey, Embedding>> entries) {
    lock.lock();
    try {
      if (file != null) {
        file.put(entries);
      }
    } catch (IOException | RuntimeException e) {
      giveUp(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(Exception cause) {
    LOG.warn("{}: embeddings are cached in memory only: {}", path, cause.toString());
    release();
  }

  private void release() {
    closeQuietly(file);
    file = null;
    closeQuietly(processLock);
    processLock = null;
  }

  private void closeQuietly(@Nullable AutoCloseable resource) {
    if (resource != null) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.debug("{}: cannot close", path, e);
      }
    }
  }
}
