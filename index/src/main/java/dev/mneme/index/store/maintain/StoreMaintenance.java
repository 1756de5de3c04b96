package dev.mneme.index.store.maintain;

import dev.mneme.error.CorruptionException;
import dev.mneme.index.store.commit.Housekeeping;
import dev.mneme.index.store.state.Health;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.report.CompactReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done to a store between commits. The committer's own: between two groups, when it
 * is idle, or when somebody asks.
 */
public final class StoreMaintenance implements Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(StoreMaintenance.class);

  private final OpenStore store;
  private final ExpirySweep sweep;
  private final DeadOrdinals dead;
  private final Checkpoints checkpoints;
  private final StoreCompaction compaction;

  public StoreMaintenance(OpenStore store) {
    this.store = store;
    this.sweep = new ExpirySweep(store);
    this.dead = new DeadOrdinals(store);
    this.checkpoints = new Checkpoints(store, dead);
    this.compaction = new StoreCompaction(store, sweep, checkpoints);
  }

  /** Takes what has expired out of the store. */
  public void sweepExpired() {
    store.health().require();
    sweep.run(store.options().clock().millis());
  }

  /**
   * Makes log and views durable as of now.
   *
   * @param closing whether the id map is closed with it, which makes it trusted at the next open
   */
  public void checkpoint(boolean closing) {
    checkpoints.write(closing);
  }

  /** Drops from the log what is dead, and lets readers go on meanwhile. */
  public CompactReport compact() {
    return compaction.run();
  }

  /** Before work that takes long: makes durable what may not wait for its end, and reclaims. */
  public void settle() {
    inBackground(
        () -> {
          store.asyncWindow().syncIfNeeded();
          dead.reclaim();
        });
  }

  @Override
  public void beforeGroup() {
    sweepExpired();
  }

  @Override
  public void afterTask() {
    inBackground(
        () -> {
          store.asyncWindow().syncIfDue();
          dead.reclaimIfDue();
          compaction.deleteReplaced();
          checkpoints.writeIfDue();
        });
  }

  @Override
  public boolean hasIdleWork() {
    return !store.health().isFailed()
        && (store.asyncWindow().isOpen() || dead.isWaiting() || compaction.isWaiting());
  }

  @Override
  public void whenIdle() {
    inBackground(
        () -> {
          dead.reclaim();
          compaction.deleteReplaced();
          store.asyncWindow().syncIfDue();
        });
  }

  /** Nobody waits for this work: a failure shows in the log and at the next write. */
  private void inBackground(Runnable work) {
    var health = store.health();
    if (health.isFailed()) {
      return;
    }
    try {
      work.run();
    } catch (CorruptionException e) {
      LOG.warn("{}: maintenance met a damaged record; it is put off", store.directory(), e);
    } catch (RuntimeException | Error e) {
      if (Health.isHarmless(e) && !health.isFailed()) {
        LOG.error("{}: maintenance failed inside the engine; it is put off", store.directory(), e);
      } else {
        health.stopWrites(e);
      }
    }
  }
}
