package dev.mneme.index.store.state;

import dev.mneme.core.log.MemoryLog;

/**
 * The records that are in the log and not known to be durable, and when they are to be. The
 * committer's own.
 */
public final class AsyncWindow {
  private final MemoryLog log;
  private final int maxRecords;
  private final long maxNanos;
  private int records;
  private long since;

  AsyncWindow(MemoryLog log, StoreOptions options) {
    this.log = log;
    this.maxRecords = options.asyncOperations();
    this.maxNanos = options.asyncWindow().toNanos();
  }

  /** Records were appended. */
  public void appended(int count) {
    if (records == 0) {
      since = System.nanoTime();
    }
    records += count;
  }

  /** Makes everything durable, whatever is known. */
  public void sync() {
    log.sync();
    records = 0;
  }

  /** The same where something may not be. */
  public void syncIfNeeded() {
    if (records > 0) {
      sync();
    }
  }

  /** The same once the window is over, by time or by records. */
  public void syncIfDue() {
    if (records >= maxRecords || (records > 0 && System.nanoTime() - since >= maxNanos)) {
      syncIfNeeded();
    }
  }

  /** Everything was made durable by other means. */
  public void synced() {
    records = 0;
  }

  /** Whether something acknowledged is not known to be durable. */
  public boolean isOpen() {
    return records > 0;
  }
}
