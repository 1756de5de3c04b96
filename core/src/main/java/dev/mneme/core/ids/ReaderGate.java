package dev.mneme.core.ids;

import java.util.concurrent.locks.StampedLock;

/**
 * Lets a writer that has replaced something wait until nobody uses the old one any more (a grace
 * period, as in read-copy-update). Readers enter by a shared lock, spread over stripes so that they
 * do not fight for one cache line; the writer passes through each stripe once and holds none of
 * them while it works.
 */
final class ReaderGate {

  private static final int STRIPES = 16;

  private final StampedLock[] stripes = new StampedLock[STRIPES];

  ReaderGate() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new StampedLock();
    }
  }

  /**
   * The lock whose read side the current thread holds from before it takes the reference until it
   * is done with it.
   */
  StampedLock stripe() {
    return stripes[(int) Thread.currentThread().threadId() & (STRIPES - 1)];
  }

  /** Returns when every reader that had entered before this call has left. */
  void awaitReaders() {
    for (var stripe : stripes) {
      stripe.unlockWrite(stripe.writeLock());
    }
  }
}
