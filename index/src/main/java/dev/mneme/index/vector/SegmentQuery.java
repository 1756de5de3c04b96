package dev.mneme.index.vector;

import dev.mneme.core.vector.BitQuery;

/** A point as a query, in the form that the codes are met with. Reused; not thread-safe. */
final class SegmentQuery {
  private final Encoder encoder;
  private final CodeLayout layout;
  private final BitQuery first;
  private final BitQuery second;

  SegmentQuery(CodeLayout layout, Encoder encoder) {
    this.encoder = encoder;
    this.layout = layout;
    this.first = new BitQuery(layout.dimensions(), layout.first());
    this.second = new BitQuery(layout.dimensions(), layout.second());
  }

  void set(float[] point) {
    encoder.query(point, first, second);
  }

  BitQuery first() {
    return first;
  }

  BitQuery second() {
    return second;
  }

  /**
   * An estimate from all planes.
   *
   * @param firstDot with the first record
   * @param secondDot with the second
   */
  float refined(int firstDot, int secondDot, float factor, float addend) {
    // 2^4 - 1 halves are the middle of all planes: 2^second times that of the first and the rest.
    float value = first.value(firstDot) * (1 << layout.second()) + second.value(secondDot);
    return addend + factor * value;
  }
}
