package dev.mneme.index.api;

import dev.mneme.memory.Memory;
import java.util.List;

/**
 * What one commit (or a piece of a replay) adds to the views and takes away.
 *
 * @param sequence the last sequence of the batch
 * @param added ascending by ordinal
 * @param removed versions that this batch superseded or deleted; views may note them, but must go
 *     on answering for them until {@link View#reclaim}. Does not hold ordinals that are also added
 *     in the same batch: those were never live.
 */
@SuppressWarnings("ArrayRecordComponent")
public record CommitBatch(long sequence, List<Added> added, int[] removed) {

  /**
   * One memory version that is live after the batch.
   *
   * @param namespaceOrdinal a dense number for the namespace, stable for the store's life
   * @param position in the log
   */
  public record Added(int ordinal, int namespaceOrdinal, long position, Memory memory) {}
}
