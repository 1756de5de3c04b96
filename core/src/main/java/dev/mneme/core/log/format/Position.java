package dev.mneme.core.log.format;

/**
 * A record's place as one number that is not negative: the segment's number above the 36 bits of
 * its offset.
 */
public final class Position {
  public static final int MAX_SEGMENT = (1 << 27) - 1;

  private static final int OFFSET_BITS = 36;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

  private Position() {}

  public static long of(int segment, long offset) {
    return (long) segment << OFFSET_BITS | offset;
  }

  public static int segment(long position) {
    return (int) (position >>> OFFSET_BITS);
  }

  public static long offset(long position) {
    return position & OFFSET_MASK;
  }
}
