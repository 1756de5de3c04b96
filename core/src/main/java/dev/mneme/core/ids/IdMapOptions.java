package dev.mneme.core.ids;

import dev.mneme.core.check.Require;

/**
 * How to open an id map.
 *
 * @param expectedEntries room to start with, 1 and up; more is fine, the map doubles
 * @param averageKeyBytes what namespace and id are expected to take in UTF-8 together, 1 to 768; a
 *     wrong guess costs space or an earlier doubling, which then measures
 * @param offHeap false keeps the map on the heap even where the JVM has the flags
 */
public record IdMapOptions(long expectedEntries, int averageKeyBytes, boolean offHeap) {

  public IdMapOptions {
    Require.that(
        expectedEntries >= 1 && expectedEntries <= 1L << 31,
        "expected entries %d are outside 1 to 2^31",
        expectedEntries);
    Require.that(
        averageKeyBytes >= 1 && averageKeyBytes <= 768,
        "average key bytes %d are outside 1 to 768",
        averageKeyBytes);
  }

  /** Off the heap where possible, for ids like UUIDs. */
  public static IdMapOptions expecting(long entries) {
    return new IdMapOptions(entries, 48, true);
  }
}
