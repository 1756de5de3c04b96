package dev.mneme.index.store;

import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.attribute.AttributeView;
import dev.mneme.index.store.state.PublishedState;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One reader's hold on a published state, at one instant: what expires later is visible to it to
 * the end.
 */
final class SnapshotHandle implements Snapshot {
  private final PublishedState state;
  private final AttributeView attributes;
  private final OrdinalBitmap expired;
  private final AtomicInteger readers;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param retained the reference is this handle's from now on
   * @param readers counted down when this handle is closed
   */
  SnapshotHandle(
      PublishedState retained, AttributeView attributes, long nowMillis, AtomicInteger readers) {
    this.state = retained;
    this.readers = readers;
    this.attributes = attributes;
    this.expired =
        attributes.nextExpiry() <= nowMillis
            ? attributes.expiredAt(nowMillis)
            : OrdinalBitmap.empty();
  }

  long version() {
    return state.version();
  }

  /** Whether something that is live has expired: time for the committer to take it out. */
  boolean seesExpired() {
    return !expired.isEmpty() && state.live().andCardinality(expired) > 0;
  }

  @Override
  public long sequence() {
    return state.sequence();
  }

  @Override
  public OrdinalBitmap live() {
    return state.live();
  }

  @Override
  public OrdinalBitmap visible(int namespaceOrdinal) {
    return withoutExpired(state.liveIn(namespaceOrdinal, attributes::namespace));
  }

  @Override
  public OrdinalBitmap visibleEverywhere() {
    return withoutExpired(state.live());
  }

  @Override
  public boolean isVisible(int ordinal) {
    return state.live().contains(ordinal) && !expired.contains(ordinal);
  }

  private OrdinalBitmap withoutExpired(OrdinalBitmap ordinals) {
    return expired.isEmpty() ? ordinals : ordinals.andNot(expired);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      state.release();
      readers.decrementAndGet();
    }
  }
}
