package dev.mneme.core.vector;

/**
 * Where things are in the record of a code.
 *
 * @param stride bytes from one record to the next
 * @param codes offset of the planes
 * @param words longs that the planes take
 * @param factor offset of a float32: what a unit of the code's dot product is worth
 * @param addend offset of a float32: added to the estimate
 */
public record CodeRecord(int stride, int codes, int words, int factor, int addend) {
  /** Bytes from the start of a record to the end of what kernels read of it, which may be more. */
  int reach() {
    int planes = BitQuery.padded(words) * Long.BYTES;
    return Math.max(codes + planes, Math.max(factor, addend) + Float.BYTES);
  }
}
