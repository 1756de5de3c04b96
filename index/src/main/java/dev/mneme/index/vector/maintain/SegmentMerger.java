package dev.mneme.index.vector.maintain;

import dev.mneme.error.ClosedException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that builds segments anew: those that {@link MergePolicy} finds due, or everything
 * as one on request. New members are taken in meanwhile by {@link Indexer}.
 */
final class SegmentMerger {
  private static final Logger log = LoggerFactory.getLogger(SegmentMerger.class);

  private final AtomicReference<VectorState> state;
  private final Sealer sealer;
  private final Signals signals;
  private final int liveCapacity;
  private final Backoff backoff = new Backoff();
  private final BlockingQueue<CompletableFuture<Boolean>> requests = new LinkedBlockingQueue<>();

  SegmentMerger(
      AtomicReference<VectorState> state, Sealer sealer, Signals signals, int liveCapacity) {
    this.state = state;
    this.sealer = sealer;
    this.signals = signals;
    this.liveCapacity = liveCapacity;
  }

  /** Asks for all members of now in one segment. Done when that is in place. */
  CompletableFuture<Boolean> compact() {
    var done = new CompletableFuture<Boolean>();
    requests.add(done);
    return done;
  }

  /** Whether somebody waits for everything to be one segment. */
  boolean isCompacting() {
    return !requests.isEmpty();
  }

  /** Whether {@link #runNext} has something to do, now or after a bulk load. */
  boolean isBehind() {
    return isCompacting() || !due().isEmpty();
  }

  /** One thing that is due, or a pause until the state changes. */
  void runNext() {
    if (isCompacting()) {
      compactNow();
      return;
    }
    var due = due();
    if (due.isEmpty()) {
      LockSupport.park(this);
    } else if (backoff.nanosLeft() > 0) {
      LockSupport.parkNanos(this, backoff.nanosLeft());
    } else if (signals.isLoading()
        && state.get().segments().size() <= MergePolicy.MAX_DURING_LOAD) {
      LockSupport.park(this);
    } else {
      merge(due);
    }
  }

  /** Lets nobody wait any longer. */
  void end() {
    requests.forEach(done -> done.completeExceptionally(new ClosedException("the vector view")));
    requests.clear();
  }

  private List<SealedTier> due() {
    return MergePolicy.due(state.get().segments(), liveCapacity);
  }

  private void merge(List<SealedTier> inputs) {
    log.debug("Merging {} segments", inputs.size());
    var outcome =
        sealer.seal(
            VectorState.covered(inputs),
            () -> true,
            VectorMaintenance.SPARE,
            () -> signals.isClosed() || isCompacting());
    note(outcome);
    signals.announce();
  }

  private void compactNow() {
    var waiting = List.copyOf(requests);
    var turn = sealer.turn();
    turn.lock(); // whoever has it gives up, because there are requests
    try {
      var now = state.get();
      var outcome =
          now.isCompact()
              ? Sealer.Outcome.SEALED
              : sealer.seal(now.members(), () -> true, VectorMaintenance.CORES, signals::isClosed);
      note(outcome);
      finish(waiting, outcome);
    } finally {
      turn.unlock();
      signals.announce();
    }
  }

  private void finish(List<CompletableFuture<Boolean>> waiting, Sealer.Outcome outcome) {
    requests.removeAll(waiting);
    for (var done : waiting) {
      switch (outcome) {
        case SEALED -> done.complete(true);
        case CANCELLED -> done.completeExceptionally(new ClosedException("the vector view"));
        case FAILED -> done.completeExceptionally(sealer.lastFailure().orElseThrow().cause());
      }
    }
  }

  private void note(Sealer.Outcome outcome) {
    switch (outcome) {
      case SEALED -> backoff.succeeded();
      case FAILED -> backoff.failed();
      case CANCELLED -> {}
    }
  }
}
