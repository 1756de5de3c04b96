package dev.mneme.search.fuse;

/** Orders memories of equal score. */
public interface TieBreak {
  /** The event time of an ordinal, in epoch milliseconds: newer comes first. */
  long time(int ordinal);

  /**
   * Compares (namespace, id) of two ordinals: smaller comes first. Asked only where score and time
   * are equal, because it may read the log.
   */
  int compareKeys(int ordinal, int other);
}
