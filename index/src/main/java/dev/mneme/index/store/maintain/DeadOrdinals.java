package dev.mneme.index.store.maintain;

import dev.mneme.index.store.state.OpenStore;

/** Gives dead ordinals back to the views once no reader holds them. */
final class DeadOrdinals {
  /** They are given back in lots of about this many, or when there is nothing else to do. */
  private static final int LOT = 1_024;

  private final OpenStore store;

  DeadOrdinals(OpenStore store) {
    this.store = store;
  }

  boolean isWaiting() {
    return store.publication().reclaimQueue().waiting() > 0;
  }

  void reclaimIfDue() {
    if (store.publication().reclaimQueue().waiting() >= LOT) {
      reclaim();
    }
  }

  void reclaim() {
    var free = store.publication().reclaimQueue().takeReclaimable();
    if (!free.isEmpty()) {
      try {
        store.views().reclaim(free);
      } catch (RuntimeException | Error e) {
        store.health().note(e); // some views may have given them back, and nobody else will
        throw e;
      }
    }
  }
}
