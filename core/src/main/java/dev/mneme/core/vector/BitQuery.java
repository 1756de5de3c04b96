package dev.mneme.core.vector;

import java.util.Arrays;

/**
 * A query cut into bit planes, to be held against the bit planes of codes: the asymmetric estimate
 * of RaBitQ (Gao and Long, SIGMOD 2024), for any number of bits.
 *
 * <p>A code gives each dimension an integer c of {@code planes} bits, most significant plane first;
 * the query is rounded to signed integers u of {@value #BITS} bits, times a step. The dot product
 * of the two is a sum over pairs of planes of 2^i times the number of ones that they share, which
 * is a logical AND and a count of bits. An estimate is {@code addend + factor * (step * sum(u * c)
 * - centre)}, with addend and factor from the code's record.
 *
 * <p>Reused from query to query; not thread-safe.
 */
public final class BitQuery {
  /** Bits a dimension of the query; more do not help against codes of up to four bits. */
  public static final int BITS = 4;

  static final int MIN = -(1 << (BITS - 1));
  static final int MAX = (1 << (BITS - 1)) - 1;

  /** Standard deviations that the integers reach: what a Gaussian is best cut at for 16 steps. */
  private static final float CLIP = 2.7f;

  /** Longs of a row of {@link #bits} come in multiples of this: 512 bits. */
  private static final int ALIGNMENT = 8;

  private final int dimensions;
  private final int planes;

  /** {@link #BITS} rows, bit 0 first, of one long for each long of a record's codes. */
  final long[] bits;

  /** By how much the count of each long of a record weighs, as a shift. */
  final long[] shifts;

  /** Longs a row, those that pad it included. */
  final int width;

  /** Longs that the codes of a record have. */
  final int words;

  float step;
  float centre;

  private float size;

  /** The sum of the integers. */
  private int total;

  /**
   * @param dimensions a multiple of 64
   * @param planes bits a dimension of the codes, 1 to 4; 0 for codes that say nothing
   */
  public BitQuery(int dimensions, int planes) {
    if (dimensions <= 0 || dimensions % Long.SIZE != 0 || planes < 0 || planes > 4) {
      throw new IllegalArgumentException(dimensions + " dimensions, " + planes + " planes");
    }
    this.dimensions = dimensions;
    this.planes = planes;
    this.words = planes * (dimensions / Long.SIZE);
    this.width = padded(words);
    this.bits = new long[BITS * width];
    this.shifts = new long[width];
    for (int word = 0; word < words; word++) {
      shifts[word] = planes - 1 - word / (dimensions / Long.SIZE);
    }
  }

  /** Longs that whole registers read where a record has so many. */
  static int padded(int words) {
    return (words + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Sets the query. O(dimensions).
   *
   * @param rotated its values, after the rotation that the codes have been through
   */
  public void set(float[] rotated) {
    double squares = 0;
    for (float value : rotated) {
      squares += (double) value * value;
    }
    size = (float) Math.sqrt(squares / dimensions);
    step = (float) (size * CLIP / (MAX + 0.5));
    float inverse = step > 0 ? 1 / step : 0;
    Arrays.fill(bits, 0);
    int sum = 0;
    int rowWords = dimensions / Long.SIZE;
    for (int word = 0; word < rowWords; word++) {
      sum += slice(rotated, word, Float.isFinite(inverse) ? inverse : 0);
    }
    for (int row = 0; row < BITS && planes > 1; row++) {
      for (int plane = 1; plane < planes; plane++) {
        System.arraycopy(bits, row * width, bits, row * width + plane * rowWords, rowWords);
      }
    }
    total = sum;
    centre = step * sum * (((1 << planes) - 1) * 0.5f);
  }

  /** Sets the query to another one of as many dimensions. */
  public void set(BitQuery other) {
    size = other.size;
    step = other.step;
    total = other.total;
    int rowWords = dimensions / Long.SIZE;
    for (int row = 0; row < BITS; row++) {
      for (int plane = 0; plane < planes; plane++) {
        System.arraycopy(
            other.bits, row * other.width, bits, row * width + plane * rowWords, rowWords);
      }
    }
    centre = step * total * (((1 << planes) - 1) * 0.5f);
  }

  /**
   * Sets the query to a code of four bits a dimension: each integer is the code's less 8, so that
   * the sum that a dot product comes to is one over two codes. O(dimensions / 64).
   *
   * @param codes planes of dimensions / 64 longs, most significant first
   * @param from where they begin
   */
  public void setCode(long[] codes, int from) {
    int rowWords = dimensions / Long.SIZE;
    int sum = -8 * dimensions;
    for (int row = 0; row < BITS; row++) {
      long flipped = row == BITS - 1 ? -1 : 0; // two's complement of the code less 8
      for (int word = 0; word < rowWords; word++) {
        long plane = codes[from + (BITS - 1 - row) * rowWords + word];
        sum += Long.bitCount(plane) << row;
        for (int copy = 0; copy < planes; copy++) {
          bits[row * width + copy * rowWords + word] = plane ^ flipped;
        }
      }
    }
    total = sum;
  }

  /** The sum of the query's integers. */
  public int total() {
    return total;
  }

  /** Rounds 64 values, files their bits under one word, and returns their sum. */
  private int slice(float[] rotated, int word, float inverse) {
    long bits0 = 0;
    long bits1 = 0;
    long bits2 = 0;
    long bits3 = 0;
    int sum = 0;
    int from = word * Long.SIZE;
    for (int i = 0; i < Long.SIZE; i++) {
      float scaled = rotated[from + i] * inverse;
      int rounded = (int) (scaled + (MAX + 1.5f)) - (MAX + 1); // floor: positive before the cast
      int u = Math.max(MIN, Math.min(MAX, rounded));
      sum += u;
      bits0 |= (u & 1L) << i;
      bits1 |= (u >>> 1 & 1L) << i;
      bits2 |= (u >>> 2 & 1L) << i;
      bits3 |= (u >>> 3 & 1L) << i;
    }
    if (planes > 0) {
      bits[word] = bits0;
      bits[width + word] = bits1;
      bits[2 * width + word] = bits2;
      bits[3 * width + word] = bits3;
    }
    return sum;
  }

  /** The root of the mean square of the values that were set. */
  public float size() {
    return size;
  }

  /** What the dot product with a code comes to, before factor and addend. */
  public float value(int dot) {
    return step * dot - centre;
  }
}
