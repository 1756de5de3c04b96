package dev.mneme.index.vector.search;

import dev.mneme.index.api.BestOrdinals;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.score.Deadline;
import dev.mneme.index.vector.score.Scorer;
import java.nio.file.Path;

/** An immutable, memory-mapped part of the members. Searches come from any thread. */
public interface SealedSegment {
  /** All that it was built from, dead ones included. */
  OrdinalBitmap ordinals();

  /** Nodes that a search may have to walk; equal vectors may share one. */
  int nodes();

  /**
   * Offers the best of the eligible ordinals, each at most once, with their exact scores ({@link
   * Scorer#exact}). {@code best} may hold ordinals of other tiers already, whose scores bound what
   * is worth a look. Vectors of ordinals that are not eligible may be gone from the log.
   *
   * @param prepared see {@link Scorer#prepare(float[])}
   * @param eligible a subset of {@link #ordinals}, not empty
   * @param effort its recall is owed for its number of results; what is offered beyond them is
   *     about as good
   * @return false if a scan of the eligible ordinals is cheaper, or the only way to offer as many
   *     as there is room for; some may have been offered then
   */
  boolean search(
      float[] prepared,
      OrdinalBitmap eligible,
      BestOrdinals best,
      Deadline deadline,
      SearchEffort effort);

  /** How many of these ordinals no search could come to. O(links). */
  default int unreachable(OrdinalBitmap live) {
    return 0;
  }

  /** Whether all its bytes are what they were when it was opened. Reads them all. */
  default boolean isIntact() {
    return true;
  }

  long heapBytes();

  long diskBytes();

  Path file();
}
