package dev.mneme.core.vector;

import java.lang.foreign.MemorySegment;

/**
 * Fixed-size records in mapped memory, each with the bit planes of one vector's code and two
 * scalars, all little-endian. See {@link BitQuery} for what they mean together.
 *
 * @param bytes the records one after the other, then at least 64 bytes of anything
 * @param start offset of the first record, in bytes
 * @param stride bytes a record
 * @param codes offset of the planes within a record
 * @param factor offset of a float32 within a record: what a unit of the code's dot product is worth
 * @param addend offset of a float32 within a record: added to the estimate
 */
public record CodeTable(
    MemorySegment bytes, long start, int stride, int codes, int factor, int addend) {

  long record(int node) {
    return start + (long) node * stride;
  }
}
