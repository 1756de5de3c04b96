package dev.mneme.core.vector;

import java.lang.foreign.MemorySegment;

/**
 * Fixed-size records in mapped memory, each with the bit planes of one vector's code and two
 * scalars, all little-endian. See {@link BitQuery} for what they mean together.
 *
 * @param bytes the records one after the other, then at least 64 bytes of anything
 * @param start offset of the first record, in bytes
 * @param layout of a record
 */
public record CodeTable(MemorySegment bytes, long start, CodeRecord layout) {

  /** Offset of a record, in bytes. */
  public long record(int node) {
    return start + (long) node * layout.stride();
  }

  /** What is added to the estimate of a record. */
  public float addend(int node) {
    return bytes.get(ScalarCodeKernels.FLOAT, record(node) + layout.addend());
  }

  /** What a unit of the dot product with a record is worth. */
  public float factor(int node) {
    return bytes.get(ScalarCodeKernels.FLOAT, record(node) + layout.factor());
  }
}
