package dev.mneme.memory;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids for memories that come without one. */
final class MemoryIds {
  private MemoryIds() {}

  /**
   * A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits, so that ids sort by
   * creation.
   */
  static String next(Instant now) {
    var random = ThreadLocalRandom.current();
    long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
    long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
