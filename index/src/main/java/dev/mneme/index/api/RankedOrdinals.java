package dev.mneme.index.api;

/**
 * The best ordinals of one leg, best first; equal scores by higher ordinal first, though which of
 * them are in the list a {@link TieOrder} decides. Parallel arrays of equal length.
 *
 * @param scores higher is better: BM25 for text; for vectors the cosine, the dot product or the
 *     negated squared distance
 */
@SuppressWarnings("ArrayRecordComponent")
public record RankedOrdinals(int[] ordinals, float[] scores) {
  private static final RankedOrdinals EMPTY = new RankedOrdinals(new int[0], new float[0]);

  public RankedOrdinals {
    if (ordinals.length != scores.length) {
      throw new IllegalArgumentException(
          ordinals.length + " ordinals, " + scores.length + " scores");
    }
  }

  public static RankedOrdinals empty() {
    return EMPTY;
  }

  public int size() {
    return ordinals.length;
  }
}
