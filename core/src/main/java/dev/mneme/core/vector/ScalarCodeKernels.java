package dev.mneme.core.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Plain Java: a long at a time. */
final class ScalarCodeKernels implements CodeKernels {
  static final CodeKernels INSTANCE = new ScalarCodeKernels();

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ScalarCodeKernels() {}

  @Override
  public long estimate(BitQuery query, CodeTable table, int[] nodes, int count, float[] out) {
    long touched = readLines(table, nodes, count);
    var bytes = table.bytes();
    for (int i = 0; i < count; i++) {
      long record = table.record(nodes[i]);
      int dot = dot(query, bytes, record + table.codes());
      out[i] =
          bytes.get(FLOAT, record + table.addend())
              + bytes.get(FLOAT, record + table.factor()) * (query.step * dot - query.centre);
    }
    return touched;
  }

  /** Reads a word of each cache line of each record. */
  static long readLines(CodeTable table, int[] nodes, int count) {
    var bytes = table.bytes();
    int stride = table.stride();
    long touched = 0;
    for (int i = 0; i < count; i++) {
      long record = table.record(nodes[i]);
      for (int line = 0; line < stride; line += 64) {
        touched += bytes.get(LONG, record + line);
      }
    }
    return touched;
  }

  @Override
  public int dot(BitQuery query, CodeTable table, int node) {
    return dot(query, table.bytes(), table.record(node) + table.codes());
  }

  private static int dot(BitQuery query, MemorySegment bytes, long offset) {
    int width = query.width;
    long[] bits = query.bits;
    long sum = 0;
    for (int word = 0; word < query.words; word++) {
      sum += ones(bytes.get(LONG, offset + 8L * word), bits, word, width) << query.shifts[word];
    }
    return (int) sum;
  }

  @Override
  public int dot(BitQuery query, long[] codes, int from) {
    int width = query.width;
    long[] bits = query.bits;
    long sum = 0;
    for (int word = 0; word < query.words; word++) {
      sum += ones(codes[from + word], bits, word, width) << query.shifts[word];
    }
    return (int) sum;
  }

  private static long ones(long code, long[] bits, int word, int width) {
    return Long.bitCount(code & bits[word])
        + 2 * Long.bitCount(code & bits[width + word])
        + 4 * Long.bitCount(code & bits[2 * width + word])
        - 8L * Long.bitCount(code & bits[3 * width + word]);
  }
}
