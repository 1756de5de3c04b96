package dev.mneme.search.engine;

import java.nio.file.Path;
import java.util.List;

/** The memory engine over one directory. Thread-safe. (Contract; the author of this class is filling it in.) */
public interface MemoryEngine extends AutoCloseable {

  String DEFAULT_NAMESPACE = "default";

  /** Opens or creates the store in a directory, which no other process may have open. */
  static MemoryEngine open(Path directory, EngineOptions options) {
    throw new IllegalStateException("contract only" + directory + options);
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

  EngineStats stats();

  /** Checks everything on disk and in the views against each other; changes nothing. */
  VerifyReport verify();

  /** Drops what is deleted, superseded or expired from log and views. */
  CompactReport compact();

  /** Copies a consistent state, as of one sequence, into a new directory, which may be opened as a store. */
  void backup(Path target);

  /** Makes every acknowledged write durable and checkpoints the views. */
  void flush();

  /** Waits until background work (the vector graph) has caught up. */
  void awaitIdle() throws InterruptedException;

  /** Flushes and releases. Idempotent. */
  @Override
  void close();
}
