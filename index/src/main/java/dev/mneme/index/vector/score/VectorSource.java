package dev.mneme.index.vector.score;

import dev.mneme.core.storage.MappedReads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads raw vectors out of the log, as they were added. Thread-safe. */
@FunctionalInterface
public interface VectorSource {
  /**
   * The little-endian float32 values of a version that has a vector and is live in some reader's
   * snapshot. They may lie in a mapped file, see {@link MappedReads}: whether they can be read
   * shows when they are.
   */
  MemorySegment vector(int ordinal);

  /**
   * Reads a version's vector, so as to fail if that cannot be done.
   *
   * @throws dev.mneme.error.MnemeException if so, with the place
   * @throws InternalError if so, where the place is not known
   */
  default void check(int ordinal) {
    var _ = vector(ordinal).toArray(ValueLayout.JAVA_BYTE);
    MappedReads.settle();
  }
}
