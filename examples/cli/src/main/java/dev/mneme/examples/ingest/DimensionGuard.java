package dev.mneme.examples.ingest;

import dev.mneme.core.check.Require;

import dev.mneme.memory.Memory;

/**
 * Refuses vectors that differ in length from those of the store, or from the first one. Not
 * thread-safe.
 */
final class DimensionGuard {
  private int dimension;

  /**
   * @param dimension of the store, 0 if it has none yet
   */
  DimensionGuard(int dimension) {
    this.dimension = dimension;
  }

  /** The last check of a memory: the first vector that passes it decides. */
  void check(Memory memory) {
    memory
        .embedding()
        .ifPresent(
            vector -> {
              Require.that(
                  dimension == 0 || vector.dimension() == dimension,
                  "the vector has %d dimensions, those of the store have %d",
                  vector.dimension(),
                  dimension);
              dimension = vector.dimension();
            });
  }
}
