package dev.mneme.index.store.maintain;

import dev.mneme.core.log.compact.CompactionPolicy;
import dev.mneme.core.log.compact.CompactionResult;
import dev.mneme.index.store.state.OpenStore;
import dev.mneme.report.CompactReport;
import java.util.ArrayDeque;
import java.util.Deque;

/** Drops from the log what is dead, and lets readers go on meanwhile. */
final class StoreCompaction {
  private final OpenStore store;
  private final ExpirySweep sweep;
  private final Checkpoints checkpoints;
  private final Deque<Replaced> replaced = new ArrayDeque<>();

  /** Files that readers of states before {@code version} may still read. */
  private record Replaced(long version, CompactionResult result) {}

  StoreCompaction(OpenStore store, ExpirySweep sweep, Checkpoints checkpoints) {
    this.store = store;
    this.sweep = sweep;
    this.checkpoints = checkpoints;
  }

  CompactReport run() {
    var health = store.health();
    var log = store.log();
    health.require();
    health.requireLock();
    long last = log.lastSequence();
    long layout = log.layout(last);
    boolean installed = false;
    try {
      var now = store.options().clock().instant();
      int expired = sweep.run(now.toEpochMilli());
      // The numbers of the namespaces follow from the order of the records until a catalog holds
      // them: it has to, before the first record of a namespace goes.
      checkpoints.write(false);
      var result = log.compact(0, CompactionPolicy.latest(store.options().keptVersions(), now));
      installed = true;
      result.moves().forEach((ordinal, _, position) -> move(ordinal, position));
      store.catalog().tombstones().retain(sequence -> log.find(sequence).isPresent());
      store.publication().publishAgain();
      replaced.addLast(new Replaced(store.publication().version(), result));
      checkpoints.write(false);
      deleteReplaced();
      return new CompactReport(
          result.bytesBefore(), result.bytesAfter(), result.recordsDropped(), expired);
    } catch (RuntimeException | Error e) {
      if (installed || log.layout(last) != layout) {
        health.note(e); // segments that were replaced hold positions that nobody was told
      } else {
        health.noteUnlessHarmless(e);
      }
      throw e;
    }
  }

  private void move(int ordinal, long position) {
    if (store.publication().live().contains(ordinal)) {
      store.catalog().positions().set(ordinal, position);
    }
  }

  /** Whether files wait to be deleted. */
  boolean isWaiting() {
    return !replaced.isEmpty();
  }

  /** Frees the files that a compaction replaced, once no reader can hold a position in them. */
  void deleteReplaced() {
    var queue = store.publication().reclaimQueue();
    while (!replaced.isEmpty() && queue.isDrainedBefore(replaced.peekFirst().version())) {
      store.log().retire(replaced.removeFirst().result());
    }
  }
}
