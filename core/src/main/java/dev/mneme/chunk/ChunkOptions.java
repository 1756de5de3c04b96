package dev.mneme.chunk;

import dev.mneme.core.check.Require;

/**
 * How large chunks are.
 *
 * @param maxChars no chunk has more chars (UTF-16); {@value #SMALLEST} or more. Chunks come as
 *     close to it as the borders of the text allow
 * @param overlapChars a chunk repeats at most this many chars of the one before, in whole
 *     sentences; at most half of {@code maxChars}
 */
public record ChunkOptions(int maxChars, int overlapChars) {
  private static final int SMALLEST = 16;

  public ChunkOptions {
    Require.that(maxChars >= SMALLEST, "a chunk size of %d is below %d chars", maxChars, SMALLEST);
    Require.that(
        overlapChars >= 0 && overlapChars <= maxChars / 2,
        "an overlap of %d is outside 0 to %d, half of the chunk size",
        overlapChars,
        maxChars / 2);
  }

  /**
   * 800 chars, about 200 tokens of English, well within what small embedding models read; overlap
   * 100.
   */
  public static ChunkOptions defaults() {
    return new ChunkOptions(800, 100);
  }
}
