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

  private static final int LINE = 64;

  private ScalarCodeKernels() {}

  @Override
  public long estimate(BitQuery query, CodeTable table, int[] nodes, int count, float[] out) {
    long touched = readLines(table, nodes, count);
    var bytes = table.bytes();
    for (int i = 0; i < count; i++) {
      int dot = dot(query, table, nodes[i]);
      out[i] = table.addend(nodes[i]) + table.factor(nodes[i]) * (query.step * dot - query.centre);
    }
    return touched;
  }

  /**
   * Reads a word of each cache line of each record that kernels will read, the one included that
   * they read a part of for nothing. As many loads are under way as fit what the processor looks
   * ahead, so the loops are plain: an inner one over the lines of each record took twice as long or
   * more.
   */
  static long readLines(CodeTable table, int[] nodes, int count) {
    int last = table.layout().reach() - Long.BYTES;
    if (last < LINE) {
      return readFirstLines(table, nodes, count);
    }
    long touched = 0;
    for (int line = 0; line <= last; line += 4 * LINE) {
      touched += readFourLines(table, nodes, count, line, last);
    }
    return touched;
  }

  private static long readFirstLines(CodeTable table, int[] nodes, int count) {
    var bytes = table.bytes();
    long touched = 0;
    for (int i = 0; i < count; i++) {
      touched += bytes.get(LONG, table.record(nodes[i]));
    }
    return touched;
  }

  /** From one offset in the records on, but not beyond {@code last}. */
  private static long readFourLines(CodeTable table, int[] nodes, int count, int from, int last) {
    var bytes = table.bytes();
    int second = Math.min(from + LINE, last);
    int third = Math.min(from + 2 * LINE, last);
    int fourth = Math.min(from + 3 * LINE, last);
    long touched = 0;
    for (int i = 0; i < count; i++) {
      long record = table.record(nodes[i]);
      touched +=
          bytes.get(LONG, record + from)
              + bytes.get(LONG, record + second)
              + bytes.get(LONG, record + third)
              + bytes.get(LONG, record + fourth);
    }
    return touched;
  }

  @Override
  public int dot(BitQuery query, CodeTable table, int node) {
    return dot(query, table.bytes(), table.record(node) + table.layout().codes());
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
