package dev.mneme.index.vector;

import java.lang.foreign.MemorySegment;

/** Reads raw vectors out of the log, as they were added. Thread-safe. */
@FunctionalInterface
public interface VectorSource {
  /**
   * The little-endian float32 values of a version that has a vector and is live in some reader's
   * snapshot.
   */
  MemorySegment vector(int ordinal);
}
