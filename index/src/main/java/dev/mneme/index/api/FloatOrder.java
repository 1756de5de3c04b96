package dev.mneme.index.api;

/**
 * Floats and a number beside them as one long that orders like the float, then like the number: so
 * that sorting and heaps need primitives only. -0 is less than 0, and NaN is greatest or, with its
 * sign bit set, least.
 */
public final class FloatOrder {
  private FloatOrder() {}

  /**
   * The key of a value.
   *
   * @param below its 32 bits, unsigned, decide between equal values
   */
  public static long key(float value, int below) {
    return (long) of(value) << 32 | (below & 0xffff_ffffL);
  }

  /** The upper half of a value's key: an int that orders like the value. */
  public static int of(float value) {
    return ordered(Float.floatToRawIntBits(value));
  }

  /** The value of a key; what is below it is the key's int. */
  public static float value(long key) {
    return Float.intBitsToFloat(ordered((int) (key >> 32)));
  }

  /** Turns float bits into an int of the same order, and back. */
  private static int ordered(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
