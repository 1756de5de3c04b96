package dev.mneme.core.vector;

/**
 * The inner loops over codes. All implementations give the same bits: counts are integers, and the
 * float arithmetic on them is the same. Stateless and thread-safe.
 */
public interface CodeKernels {

  /**
   * Estimates the scores of some records. All records are asked for from memory before the first is
   * looked at, so that their cache misses overlap (DECISIONS.md, 17).
   *
   * @param nodes numbers of records
   * @param count how many of them
   * @param out gets one estimate for each
   * @return something that depends on what was read, to be kept so that nothing is optimized away
   */
  long estimate(BitQuery query, CodeTable table, int[] nodes, int count, float[] out);

  /** Asks for records from memory without looking at them; returns what {@link #estimate} does. */
  default long touch(CodeTable table, int[] nodes, int count) {
    return ScalarCodeKernels.readLines(table, nodes, count);
  }

  /** The sum over all dimensions of the query's integer times the code's. */
  int dot(BitQuery query, CodeTable table, int node);

  /**
   * The same for a code on the heap.
   *
   * @param codes the planes from {@code from} on, then zeros or anything up to a multiple of 8
   *     longs
   */
  int dot(BitQuery query, long[] codes, int from);

  /** The fastest implementation that this JVM can run. */
  static CodeKernels best() {
    return BestKernels.CODES;
  }

  /** The plain Java implementation, for comparison. */
  static CodeKernels scalar() {
    return ScalarCodeKernels.INSTANCE;
  }
}
