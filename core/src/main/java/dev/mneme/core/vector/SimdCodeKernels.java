package dev.mneme.core.vector;

import static dev.mneme.core.vector.ScalarCodeKernels.FLOAT;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API: eight longs at a time on AVX-512, which has an instruction for counting bits in
 * lanes. Reads up to 56 bytes past a record's codes; what it finds there meets zeros of the query.
 * The loops call the API directly, and there is a plain read beside all vector reads of mapped
 * memory, for the reasons that {@link SimdKernels} gives.
 */
final class SimdCodeKernels implements CodeKernels {
  static final CodeKernels INSTANCE = new SimdCodeKernels();

  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private SimdCodeKernels() {}

  @Override
  public long estimate(BitQuery query, CodeTable table, int[] nodes, int count, float[] out) {
    long touched = ScalarCodeKernels.readLines(table, nodes, count);
    var bytes = table.bytes();
    long start = table.start();
    var layout = table.layout();
    int stride = layout.stride();
    int codes = layout.codes();
    int factor = layout.factor();
    int addend = layout.addend();
    float step = query.step;
    float centre = query.centre;
    long[] bits = query.bits;
    int width = query.width;
    boolean single = query.words <= LANES;
    var shifts = LongVector.fromArray(SPECIES, query.shifts, 0);
    for (int i = 0; i < count; i++) {
      long record = start + (long) nodes[i] * stride;
      int dot;
      if (single) {
        var code = LongVector.fromMemorySegment(SPECIES, bytes, record + codes, LITTLE_ENDIAN);
        var ones0 =
            code.and(LongVector.fromArray(SPECIES, bits, 0)).lanewise(VectorOperators.BIT_COUNT);
        var ones1 =
            code.and(LongVector.fromArray(SPECIES, bits, width))
                .lanewise(VectorOperators.BIT_COUNT)
                .lanewise(VectorOperators.LSHL, 1);
        var ones2 =
            code.and(LongVector.fromArray(SPECIES, bits, 2 * width))
                .lanewise(VectorOperators.BIT_COUNT)
                .lanewise(VectorOperators.LSHL, 2);
        var ones3 =
            code.and(LongVector.fromArray(SPECIES, bits, 3 * width))
                .lanewise(VectorOperators.BIT_COUNT)
                .lanewise(VectorOperators.LSHL, 3);
        var ones = ones0.add(ones1).add(ones2.sub(ones3));
        dot = (int) ones.lanewise(VectorOperators.LSHL, shifts).reduceLanes(VectorOperators.ADD);
      } else {
        dot = dot(query, table, nodes[i]);
      }
      out[i] =
          bytes.get(FLOAT, record + addend)
              + bytes.get(FLOAT, record + factor) * (step * dot - centre);
    }
    return touched;
  }

  @Override
  public int dot(BitQuery query, CodeTable table, int node) {
    var bytes = table.bytes();
    long offset = table.record(node) + table.layout().codes();
    var _ = bytes.get(FLOAT, offset); // never without it, see SimdKernels
    long[] bits = query.bits;
    long[] shifts = query.shifts;
    int width = query.width;
    var sum = LongVector.zero(SPECIES);
    for (int word = 0; word < query.words; word += LANES) {
      var code = LongVector.fromMemorySegment(SPECIES, bytes, offset + 8L * word, LITTLE_ENDIAN);
      var ones0 =
          code.and(LongVector.fromArray(SPECIES, bits, word)).lanewise(VectorOperators.BIT_COUNT);
      var ones1 =
          code.and(LongVector.fromArray(SPECIES, bits, width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 1);
      var ones2 =
          code.and(LongVector.fromArray(SPECIES, bits, 2 * width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 2);
      var ones3 =
          code.and(LongVector.fromArray(SPECIES, bits, 3 * width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 3);
      sum =
          sum.add(
              ones0
                  .add(ones1)
                  .add(ones2.sub(ones3))
                  .lanewise(VectorOperators.LSHL, LongVector.fromArray(SPECIES, shifts, word)));
    }
    return (int) sum.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public int dot(BitQuery query, long[] codes, int from) {
    long[] bits = query.bits;
    long[] shifts = query.shifts;
    int width = query.width;
    var sum = LongVector.zero(SPECIES);
    for (int word = 0; word < query.words; word += LANES) {
      var code = LongVector.fromArray(SPECIES, codes, from + word);
      var ones0 =
          code.and(LongVector.fromArray(SPECIES, bits, word)).lanewise(VectorOperators.BIT_COUNT);
      var ones1 =
          code.and(LongVector.fromArray(SPECIES, bits, width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 1);
      var ones2 =
          code.and(LongVector.fromArray(SPECIES, bits, 2 * width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 2);
      var ones3 =
          code.and(LongVector.fromArray(SPECIES, bits, 3 * width + word))
              .lanewise(VectorOperators.BIT_COUNT)
              .lanewise(VectorOperators.LSHL, 3);
      sum =
          sum.add(
              ones0
                  .add(ones1)
                  .add(ones2.sub(ones3))
                  .lanewise(VectorOperators.LSHL, LongVector.fromArray(SPECIES, shifts, word)));
    }
    return (int) sum.reduceLanes(VectorOperators.ADD);
  }
}
