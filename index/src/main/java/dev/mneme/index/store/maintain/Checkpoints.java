package dev.mneme.index.store.maintain;

import dev.mneme.index.api.LogPoint;
import dev.mneme.index.store.state.CatalogFile;
import dev.mneme.index.store.state.OpenStore;

/**
 * Makes the views durable as of now, the catalog first: it numbers the namespaces for them, and a
 * view older than the catalog is brought up to it at open.
 */
final class Checkpoints {
  private final OpenStore store;
  private final DeadOrdinals dead;

  /** How large the log was at the last one. */
  private long logBytes;

  Checkpoints(OpenStore store, DeadOrdinals dead) {
    this.store = store;
    this.dead = dead;
    this.logBytes = store.log().stats().bytes();
  }

  void writeIfDue() {
    if (store.log().stats().bytes() - logBytes > store.options().checkpointBytes()) {
      write(false);
    }
  }

  /**
   * @param closing whether the id map is closed with it, which makes it trusted at the next open
   */
  void write(boolean closing) {
    var health = store.health();
    var log = store.log();
    health.require();
    try {
      health.requireLock();
      log.checkpoint();
      store.asyncWindow().synced();
      dead.reclaim();
      long sequence = log.lastSequence();
      var point = new LogPoint(sequence, log.digest(sequence).orElseThrow());
      var header =
          new CatalogFile.Header(
              log.id(),
              point,
              log.layout(sequence),
              store.publication().live().toRoaring(),
              store.publication().reclaimQueue().all());
      CatalogFile.write(store.options().storage(), store.directory(), store.catalog(), header);
      store.views().checkpoint(point);
      if (closing) {
        store.catalog().ids().close(CatalogFile.cleanClose(point));
      }
    } catch (RuntimeException | Error e) {
      health.noteUnlessHarmless(e); // what was not checkpointed is replayed
      throw e;
    } finally {
      logBytes = log.stats().bytes(); // not at every write again, where it fails
    }
  }
}
