package dev.mneme.index.api;

import dev.mneme.memory.MemoryKey;

/**
 * Orders memories that score alike: newer first, then by namespace and id. It is total over
 * memories and says the same of two versions of a memory that have one time, so that a list that
 * follows it does not change with the order in which memories were written. Thread-safe unless said
 * otherwise.
 */
public interface TieOrder {
  /**
   * Later ordinals first, as if each memory were newer than all that were written before it. For
   * callers that do not know memories.
   */
  TieOrder LATEST_WRITTEN =
      new TieOrder() {
        @Override
        public long time(int ordinal) {
          return ordinal;
        }

        @Override
        public MemoryKey key(int ordinal) {
          throw new IllegalStateException("no two ordinals are as new: " + ordinal);
        }
      };

  /** The event time of an ordinal, in epoch milliseconds: newer comes first. */
  long time(int ordinal);

  /**
   * Namespace and id of an ordinal: smaller comes first. Asked only where times are equal, because
   * it may read the log.
   */
  MemoryKey key(int ordinal);
}
