package dev.mneme.index.vector.segment;

import dev.mneme.core.vector.BitQuery;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Rounds points to codes and turns queries into what meets them. For a point p with residual r = p
 * - centroid and a query q, the squared distance orders like {@code <q - centroid, r> - |r|^2 / 2};
 * the product is estimated from the code c of the rotated r as {@code <q', c> * <r, r> / <r, c>},
 * which is unbiased along r (Gao and Long, SIGMOD 2024). Holds scratch; not thread-safe.
 */
public final class Encoder {
  /**
   * Standard deviations that the 16 steps reach over. A little less than the best for four bits, so
   * that their first one or two alone are good as well.
   */
  private static final double CLIP = 2.2;

  private static final int STEPS = 1 << CodeLayout.PLANES;
  private static final float MIDDLE = (STEPS - 1) / 2f;

  private final CodeLayout layout;
  private final Rotation rotation;
  private final float[] centroid;
  private final float[] rotated;
  private final long[] planes;

  /**
   * @param centroid of the points, without the dimensions that pad them
   */
  public Encoder(CodeLayout layout, Rotation rotation, float[] centroid) {
    this.layout = layout;
    this.rotation = rotation;
    this.centroid = centroid;
    this.rotated = new float[layout.dimensions()];
    this.planes = new long[CodeLayout.PLANES * layout.words()];
  }

  /** Cuts a point into the two queries that meet first and second records. */
  void query(float[] point, BitQuery first, BitQuery second) {
    rotate(point);
    first.set(rotated);
    second.set(first);
  }

  /**
   * Writes the records of a point.
   *
   * @param scale prepares the raw vector
   */
  public void encode(
      float[] point, double scale, MemorySegment first, MemorySegment second, int node) {
    double squares = rotate(point);
    double step = 2 * CLIP * Math.sqrt(squares / layout.dimensions()) / (STEPS - 1);
    float inverse = step > 0 ? (float) (1 / step) : 0;
    Arrays.fill(planes, 0);
    int dropped = layout.second();
    float firstMiddle = ((1 << layout.first()) - 1) / 2f;
    double alongFirst = 0;
    double alongAll = 0;
    for (int i = 0; i < rotated.length; i++) {
      int code = Math.max(0, Math.min(STEPS - 1, (int) (rotated[i] * inverse + (MIDDLE + 0.5f))));
      alongFirst += rotated[i] * ((code >> dropped) - firstMiddle);
      alongAll += rotated[i] * (code - MIDDLE);
      for (int plane = 0; plane < CodeLayout.PLANES; plane++) {
        long bit = code >> (CodeLayout.PLANES - 1 - plane) & 1;
        planes[plane * layout.words() + (i >>> 6)] |= bit << i;
      }
    }
    long at = (long) node * layout.firstStride();
    int cut = layout.first() * layout.words();
    for (int word = 0; word < cut; word++) {
      first.set(LittleEndian.LONG, at + 8L * word, planes[word]);
    }
    first.set(LittleEndian.FLOAT, at + layout.firstFactor(), factor(squares, alongFirst));
    first.set(LittleEndian.FLOAT, at + layout.firstAddend(), (float) (-squares / 2));
    at = (long) node * layout.secondStride();
    second.set(LittleEndian.DOUBLE, at, scale);
    second.set(LittleEndian.FLOAT, at + layout.secondFactor(), factor(squares, alongAll));
    for (int word = cut; word < planes.length; word++) {
      second.set(LittleEndian.LONG, at + layout.secondCodes() + 8L * (word - cut), planes[word]);
    }
  }

  private static float factor(double squares, double along) {
    return along > 0 ? (float) (squares / along) : 0;
  }

  /** Leaves the rotated residual in {@link #rotated} and returns its squared length. */
  private double rotate(float[] point) {
    double squares = 0;
    Arrays.fill(rotated, centroid.length, rotated.length, 0);
    for (int i = 0; i < centroid.length; i++) {
      float value = point[i] - centroid[i];
      rotated[i] = value;
      squares += (double) value * value;
    }
    rotation.apply(rotated);
    return squares;
  }
}
