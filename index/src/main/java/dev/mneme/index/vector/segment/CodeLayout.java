package dev.mneme.index.vector.segment;

import dev.mneme.core.vector.CodeRecord;

/**
 * How the code of a node is laid out in its two records. A vector, less the centroid and rotated,
 * is rounded to {@value #PLANES} bits a dimension. The first bits, which steer the traversal, are
 * as many planes as fit a cache line beside two scalars, but at least one; the others, with the
 * scalars that are wanted late, are in a record of their own, read for the few nodes that come out
 * at the end.
 *
 * <pre>
 *   first record                            second record
 *   8w * first   planes, most significant   f64  factor that prepares the raw vector: 1 / norm or 1
 *                first; plane: w longs      f32  factor of all planes
 *   f32          factor of these planes     f32  0
 *   f32          addend: -|r|^2 / 2         8w * (4 - first) the other planes
 *   ...          to a power of two, or to a multiple of 64
 * </pre>
 *
 * @param dimensions of the rotated vectors, a multiple of 64
 * @param first planes in the first record, 1 to 4
 */
public record CodeLayout(int dimensions, int first) {
  public static final int PLANES = 4;

  /** Bytes behind the records, so that kernels may read whole vector registers. */
  public static final int SLACK = 64;

  private static final int LINE = 64;
  private static final int SCALARS = 8;
  private static final int HEAD = 16;

  /** The layout for vectors of so many dimensions, at least 1. */
  public static CodeLayout of(int dimensions) {
    int padded = (dimensions + Long.SIZE - 1) / Long.SIZE * Long.SIZE;
    int fitting = (LINE - SCALARS) / (padded / Byte.SIZE);
    return new CodeLayout(padded, Math.max(1, Math.min(PLANES, fitting)));
  }

  public int words() {
    return dimensions / Long.SIZE;
  }

  /** Planes in the second record. */
  public int second() {
    return PLANES - first;
  }

  int firstFactor() {
    return first * dimensions / Byte.SIZE;
  }

  int firstAddend() {
    return firstFactor() + Float.BYTES;
  }

  public int firstStride() {
    int used = firstFactor() + SCALARS;
    return used <= LINE ? Math.max(16, powerOfTwo(used)) : (used + LINE - 1) / LINE * LINE;
  }

  int secondFactor() {
    return Double.BYTES;
  }

  int secondCodes() {
    return HEAD;
  }

  public int secondStride() {
    return HEAD + second() * dimensions / Byte.SIZE;
  }

  /** What the kernels are told of the first records. */
  public CodeRecord firstRecord() {
    return new CodeRecord(firstStride(), 0, first * words(), firstFactor(), firstAddend());
  }

  /** Second records have no addend of their own: the kernels are not asked for it there. */
  public CodeRecord secondRecord() {
    int factor = secondFactor();
    return new CodeRecord(secondStride(), secondCodes(), second() * words(), factor, factor);
  }

  private static int powerOfTwo(int atLeast) {
    return Integer.highestOneBit(atLeast - 1) << 1;
  }
}
