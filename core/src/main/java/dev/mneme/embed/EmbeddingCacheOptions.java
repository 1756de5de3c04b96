package dev.mneme.embed;

import dev.mneme.core.check.Require;

/**
 * How much an embedding cache may hold.
 *
 * @param memoryEntries vectors kept on the heap, 1 and up; one takes about 4 bytes a dimension plus
 *     150
 * @param fileBytes upper bound of the cache file, 0 and up; 0 writes nothing
 */
public record EmbeddingCacheOptions(int memoryEntries, long fileBytes) {

  public EmbeddingCacheOptions {
    Require.that(
        memoryEntries >= 1,
        "an embedding cache needs room for at least 1 entry, not %d",
        memoryEntries);
    Require.that(
        fileBytes >= 0,
        "the size of an embedding cache file must not be negative, but is %d",
        fileBytes);
  }

  /** 4,096 vectors in memory, 64 MiB in the file: about 43,000 vectors of 384 dimensions. */
  public static EmbeddingCacheOptions defaults() {
    return new EmbeddingCacheOptions(4_096, 64L << 20);
  }
}
