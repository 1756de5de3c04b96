package dev.mneme.index.store.state;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * What one commit published: a sequence and the memory versions that exist as of it. Counted, so
 * that the committer knows when no reader holds it any more; a count that has reached zero stays
 * there.
 */
public final class PublishedState {
  private final long version;
  private final long sequence;
  private final OrdinalBitmap live;
  private final AtomicInteger references = new AtomicInteger(1);
  private final Map<Integer, OrdinalBitmap> liveByNamespace = new ConcurrentHashMap<>();

  PublishedState(long version, long sequence, OrdinalBitmap live) {
    this.version = version;
    this.sequence = sequence;
    this.live = live;
  }

  /** Counts publications, also those that change no sequence, such as the sweep of what expired. */
  public long version() {
    return version;
  }

  public long sequence() {
    return sequence;
  }

  public OrdinalBitmap live() {
    return live;
  }

  /** Takes a reference; false if the last one is gone already. */
  boolean retain() {
    int count = references.get();
    while (count > 0) {
      if (references.compareAndSet(count, count + 1)) {
        return true;
      }
      count = references.get();
    }
    return false;
  }

  /** Gives a reference back. */
  public void release() {
    if (references.decrementAndGet() < 0) {
      throw new IllegalStateException("snapshot " + sequence + " was closed twice");
    }
  }

  boolean isReleased() {
    return references.get() == 0;
  }

  /**
   * The live ordinals of a namespace; computed once. The view may have grown since: what is not
   * live here drops out.
   */
  public OrdinalBitmap liveIn(int namespace, IntFunction<OrdinalBitmap> members) {
    var known = liveByNamespace.get(namespace);
    if (known != null) {
      return known;
    }
    var computed = live.and(members.apply(namespace));
    // A namespace that holds everything shares the live set, so that callers can tell by identity.
    var result = computed.cardinality() == live.cardinality() ? live : computed;
    liveByNamespace.put(namespace, result);
    return result;
  }
}
