package dev.mneme.index.store.state;

import dev.mneme.index.api.OrdinalBitmap;
import org.roaringbitmap.RoaringBitmap;

/**
 * The newest published state, and the dead ordinals that readers of older ones may still look at.
 * The committer publishes; any thread may {@link #acquire}.
 */
public final class Publication {
  private final Catalog catalog;
  private final ReclaimQueue reclaimQueue = new ReclaimQueue();
  private volatile PublishedState current;

  Publication(Catalog catalog, long sequence, OrdinalBitmap live) {
    this.catalog = catalog;
    this.current = new PublishedState(0, sequence, live);
    reclaimQueue.published(current);
  }

  /** The newest published state, retained. */
  public PublishedState acquire() {
    while (true) {
      var state = current;
      if (state.retain()) {
        return state;
      }
      Thread.onSpinWait(); // it was released between the two reads, so a newer one is there
    }
  }

  /** Whether a state newer than this one has been published. */
  public boolean isStale(long version) {
    return current.version() != version;
  }

  public long version() {
    return current.version();
  }

  public long sequence() {
    return current.sequence();
  }

  public OrdinalBitmap live() {
    return current.live();
  }

  /** What waits for readers to let go of it. The committer's own. */
  public ReclaimQueue reclaimQueue() {
    return reclaimQueue;
  }

  /** Lets readers see the change; what the id map said before is of no use from then on. */
  public void publish(long sequence, RoaringBitmap added, RoaringBitmap removed) {
    var previous = current;
    var next =
        new PublishedState(
            previous.version() + 1, sequence, previous.live().change(added, removed));
    current = next;
    previous.release();
    catalog.endSwap();
    reclaimQueue.published(next);
    reclaimQueue.add(next, removed);
  }

  /** Publishes the same state again, so that those who hold it can be told from those who come. */
  public void publishAgain() {
    publish(sequence(), new RoaringBitmap(), new RoaringBitmap());
  }
}
