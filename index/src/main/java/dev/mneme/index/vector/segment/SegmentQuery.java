package dev.mneme.index.vector.segment;

import dev.mneme.core.vector.BitQuery;

/** A point as a query, in the form that the codes are met with. Reused; not thread-safe. */
public final class SegmentQuery {
  /** What rounding to so many bits, and of the query, does to a product. */
  private static final double[] NOISE = {1, 0.77, 0.37, 0.22, 0.15};

  private final Encoder encoder;
  private final CodeLayout layout;
  private final BitQuery first;
  private final BitQuery second;

  public SegmentQuery(CodeLayout layout, Encoder encoder) {
    this.encoder = encoder;
    this.layout = layout;
    this.first = new BitQuery(layout.dimensions(), layout.first());
    this.second = new BitQuery(layout.dimensions(), layout.second());
  }

  public void set(float[] point) {
    encoder.query(point, first, second);
  }

  /** The squared distance from the centroid. */
  public double squares() {
    return (double) first.size() * first.size() * layout.dimensions();
  }

  /**
   * The standard deviation of a squared distance that is estimated from a first record.
   *
   * @param addend of the record
   */
  public double noise(float addend) {
    return 2 * NOISE[layout.first()] * first.size() * Math.sqrt(Math.max(0, -2 * addend));
  }

  public BitQuery first() {
    return first;
  }

  public BitQuery second() {
    return second;
  }

  /**
   * An estimate from all planes.
   *
   * @param firstDot with the first record
   * @param secondDot with the second
   */
  public float refined(int firstDot, int secondDot, float factor, float addend) {
    // 2^4 - 1 halves are the middle of all planes: 2^second times that of the first and the rest.
    float value = first.value(firstDot) * (1 << layout.second()) + second.value(secondDot);
    return addend + factor * value;
  }
}
