package dev.mneme.index.store.state;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.ArrayDeque;
import java.util.Deque;
import org.roaringbitmap.RoaringBitmap;

/**
 * Dead ordinals that a reader may still hold, and the published states that tell which. The
 * committer's own.
 */
public final class ReclaimQueue {
  /** Ordinals that the state before {@code successor} was the last to hold. */
  private record Entry(PublishedState successor, RoaringBitmap dead) {}

  private static final int MIN_PRUNED = 64;

  private final Deque<PublishedState> states = new ArrayDeque<>();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private int pruneAt = MIN_PRUNED;
  private int waiting;

  /**
   * Forgets released states as it goes, those behind one that a reader holds for long as well: each
   * has a bitmap of its own, and where nothing dies nobody calls {@link #takeReclaimable}.
   * Amortized O(1).
   */
  void published(PublishedState state) {
    if (states.size() >= pruneAt) {
      states.removeIf(PublishedState::isReleased);
      pruneAt = Math.max(MIN_PRUNED, 2 * states.size());
    }
    states.addLast(state);
  }

  /** How many published states are kept, released or not. */
  int states() {
    return states.size();
  }

  void add(PublishedState successor, RoaringBitmap dead) {
    if (!dead.isEmpty()) {
      entries.addLast(new Entry(successor, dead));
      waiting += dead.getCardinality();
    }
  }

  /** How many dead ordinals wait. */
  public int waiting() {
    return waiting;
  }

  /** Takes out the ordinals that no reader holds any more. */
  public OrdinalBitmap takeReclaimable() {
    while (!states.isEmpty() && states.peekFirst().isReleased()) {
      states.removeFirst();
    }
    var free = new RoaringBitmap();
    var oldest = states.peekFirst();
    while (!entries.isEmpty()
        && oldest != null
        && entries.peekFirst().successor().version() <= oldest.version()) {
      var dead = entries.removeFirst().dead();
      waiting -= dead.getCardinality();
      free.or(dead);
    }
    return OrdinalBitmap.of(free);
  }

  /** The dead that still wait, without taking them out. */
  public RoaringBitmap all() {
    var all = new RoaringBitmap();
    entries.forEach(entry -> all.or(entry.dead()));
    return all;
  }

  /** Whether every state before {@code version} is released. */
  public boolean isDrainedBefore(long version) {
    while (!states.isEmpty() && states.peekFirst().isReleased()) {
      states.removeFirst();
    }
    return states.isEmpty() || states.peekFirst().version() >= version;
  }
}
