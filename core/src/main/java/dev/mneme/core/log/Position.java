package dev.mneme.core.log;

/**
 * A record's place as one number that is not negative: the segment's number above the 36 bits of
 * its offset.
 */
final class Position {
  static final int MAX_SEGMENT = (1 << 27) - 1;

  private static final int OFFSET_BITS = 36;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

  private Position() {}

  static long of(int segment, long offset) {
    return (long) segment << OFFSET_BITS | offset;
  }

  static int segment(long position) {
    return (int) (position >>> OFFSET_BITS);
  }

  static long offset(long position) {
    return position & OFFSET_MASK;
  }
}
