package dev.mneme.index.store.commit;

import dev.mneme.core.log.format.LogRecord;
import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.InternalException;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.index.store.state.Catalog;
import dev.mneme.index.store.state.Health;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.memory.MemoryKey;

/**
 * Carries a group of records through log, fsync, views and id map to the published state.
 * Everything here runs on the committer thread.
 *
 * <p>A failure anywhere between the first written byte and publication stops all writing: what is
 * on disk and what is published may differ then, and only reopening sorts that out. Reads go on.
 * Before the first byte nothing has happened: the records are refused, and the store goes on.
 */
public final class CommitPipeline {
  private final OpenStore store;
  private final MemoryLog log;
  private final Catalog catalog;
  private final Health health;

  public CommitPipeline(OpenStore store) {
    this.store = store;
    this.log = store.log();
    this.catalog = store.catalog();
    this.health = store.health();
  }

  /** Refuses where writes are refused. */
  public void requireHealthy() {
    health.require();
  }

  /** Whether it may still write. */
  Health health() {
    return health;
  }

  /** An empty batch on top of what is published. */
  public WriteBatch newBatch() {
    return new WriteBatch(
        catalog,
        log,
        store.publication().live(),
        store.options().clock().instant(),
        store.info().dimension());
  }

  /**
   * Makes the records part of the store. After return they are visible, and durable where the store
   * is SYNC.
   *
   * @throws InvalidRequestException if the log cannot take them as they are; nothing has happened
   *     then
   * @throws InternalException if an error inside the engine kept them from being written: nothing
   *     has happened then either, unless {@link Health#require} throws from now on
   */
  public void commit(WriteBatch batch) {
    health.require();
    batch.requireWhole();
    var positions = append(batch);
    try {
      if (store.options().sync()) {
        store.asyncWindow().sync();
      } else {
        store.asyncWindow().appended(batch.records().size());
        store.asyncWindow().syncIfDue();
      }
      // Whoever takes the store over notes that before it reads the log: what is still ours here it
      // will find there.
      health.requireLock();
      fixDimension(batch);
      var live = store.publication().live();
      publish(CommitPlan.of(batch.records(), positions, catalog, live), batch, positions);
    } catch (RuntimeException | Error e) {
      health.note(e);
      throw health.refusal();
    }
  }

  private long[] append(WriteBatch batch) {
    try {
      health.requireLock();
      return log.append(batch.records());
    } catch (InvalidRequestException | InternalException e) {
      throw e; // too large to be one batch, say: the log has not written anything
    } catch (RuntimeException | Error e) {
      health.note(e);
      throw health.refusal();
    }
  }

  /**
   * After the log has the first vector: one that it refuses, or that a crash takes back, fixes
   * nothing. What a crash leaves unsaid here, recovery finds in the log.
   */
  private void fixDimension(WriteBatch batch) {
    if (batch.dimension().isPresent() && store.info().dimension().isEmpty()) {
      store.fixDimension(batch.dimension().getAsInt());
    }
  }

  private void publish(CommitPlan plan, WriteBatch batch, long[] positions) {
    int i = 0;
    for (var record : batch.records()) {
      if (record instanceof LogRecord.Put put) {
        catalog.positions().set(put.ordinal(), positions[i]);
        catalog.nextOrdinal(put.ordinal() + 1);
      }
      i++;
    }
    store.views().apply(plan.batch());
    catalog.beginSwap(plan.before());
    plan.changes().forEach(this::remember);
    store.publication().publish(plan.batch().sequence(), plan.added(), plan.removed());
    // Not before: until a reader can see that an id is back, its deletion is where its history
    // begins.
    plan.changes().forEach(this::forgetDeletion);
  }

  private void forgetDeletion(MemoryKey key, LogRecord record) {
    if (record instanceof LogRecord.Put) {
      catalog.tombstones().remove(key.namespace(), key.id());
    }
  }

  private void remember(MemoryKey key, LogRecord record) {
    switch (record) {
      case LogRecord.Put put -> catalog.ids().put(key.namespace(), key.id(), put.ordinal());
      case LogRecord.Delete delete -> {
        catalog.ids().remove(key.namespace(), key.id());
        catalog.tombstones().put(key.namespace(), key.id(), delete.sequence());
      }
    }
  }
}
