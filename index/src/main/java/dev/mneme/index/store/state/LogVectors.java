package dev.mneme.index.store.state;

import dev.mneme.core.log.MemoryLog;
import dev.mneme.error.CorruptionException;
import dev.mneme.index.vector.score.VectorSource;
import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;

/**
 * The vectors of the log. The builder of the graph asks without a snapshot: a compaction may move
 * the record, and give up its old place, between finding and reading it. Thread-safe.
 */
public record LogVectors(MemoryLog log, PositionTable positions) implements VectorSource {

  @Override
  public MemorySegment vector(int ordinal) {
    return at(ordinal, position -> log.vector(position).orElseGet(() -> none(ordinal, position)));
  }

  @Override
  public void check(int ordinal) {
    at(ordinal, log::read);
  }

  /** Zeros where a vector was: the checksum tells. */
  private MemorySegment none(int ordinal, long position) {
    log.read(position);
    throw new IllegalStateException("ordinal " + ordinal + " has no vector");
  }

  private <T> T at(int ordinal, LongFunction<T> read) {
    while (true) {
      long position = positions.get(ordinal);
      try {
        return read.apply(position);
      } catch (CorruptionException e) {
        if (positions.get(ordinal) == position) {
          throw e;
        }
      }
    }
  }
}
