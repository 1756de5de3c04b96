package dev.mneme.index.vector;

import dev.mneme.index.api.OrdinalBitmap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The members whose vector is zero. All of them score alike whatever is asked, so they are a set
 * and in no graph, where under the cosine they would be nowhere. One writer, any number of readers.
 */
final class ZeroVectors {
  private final AtomicReference<OrdinalBitmap> ordinals;
  private volatile Union latest =
      new Union(OrdinalBitmap.empty(), OrdinalBitmap.empty(), OrdinalBitmap.empty());

  private record Union(OrdinalBitmap others, OrdinalBitmap zeros, OrdinalBitmap both) {}

  ZeroVectors(OrdinalBitmap recovered) {
    this.ordinals = new AtomicReference<>(recovered);
  }

  OrdinalBitmap ordinals() {
    return ordinals.get();
  }

  void add(OrdinalBitmap some) {
    ordinals.updateAndGet(now -> now.or(some));
  }

  void remove(OrdinalBitmap dead) {
    ordinals.updateAndGet(now -> now.andNot(dead));
  }

  /** These and others; made anew only if one of both has changed. */
  @SuppressWarnings("ReferenceEquality") // sets are replaced when they change
  OrdinalBitmap and(OrdinalBitmap others) {
    var zeros = ordinals.get();
    if (zeros.isEmpty()) {
      return others;
    }
    var known = latest;
    if (known.others != others || known.zeros != zeros) {
      known = new Union(others, zeros, others.or(zeros));
      latest = known;
    }
    return known.both;
  }
}
