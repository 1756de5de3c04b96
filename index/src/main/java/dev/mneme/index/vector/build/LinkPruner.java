package dev.mneme.index.vector.build;

import dev.mneme.core.vector.BitQuery;
import dev.mneme.core.vector.CodeKernels;
import dev.mneme.core.vector.CodeTable;
import dev.mneme.index.vector.search.Beam;
import dev.mneme.index.vector.segment.CodeLayout;
import dev.mneme.index.vector.segment.Encoder;
import dev.mneme.index.vector.segment.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Picks the links of a node from candidates: near ones, in different directions (RobustPrune;
 * Jayaram Subramanya et al., NeurIPS 2019, on squared distances). A candidate is passed over if one
 * that was picked is nearer to it by the factor alpha than the node is. Not thread-safe.
 *
 * <p>Distances are estimated from the codes on both sides, all four planes: for codes a and b of
 * residuals r and s, {@code |r|^2 + |s|^2 - 2 f g <a, b>} with the factors f and g of {@link
 * Encoder}. Reading the vectors instead, all over the log, makes a build slower and buys no recall
 * (DECISIONS.md, 29).
 */
final class LinkPruner {
  /**
   * A larger factor fills the links with longer detours, which only larger beams make use of
   * (DECISIONS.md, 24).
   */
  private static final float ALPHA = 1.05f;

  private final CodeKernels kernels;
  private final CodeLayout layout;
  private final CodeTable first;
  private final CodeTable second;

  /** Longs of a row of codes. */
  private final int rowWords;

  /** The node, then what was picked. */
  private final BitQuery[] queries;

  private final int[] pickedRows;
  private final int[] picked;

  /** By row; row 0 is the node. */
  private int[] nodes = {};

  private long[] codes = {};
  private float[] factors = {};
  private float[] squares = {};
  private int[] sums = {};
  private long[] order = {};
  private int rows;
  private long touched;

  LinkPruner(SegmentCodes codes, CodeKernels kernels, int degree) {
    this.kernels = kernels;
    this.layout = codes.layout();
    this.first = codes.firstTable();
    this.second = codes.secondTable();
    this.rowWords = (CodeLayout.PLANES * layout.words() + 7) / 8 * 8;
    this.queries = new BitQuery[degree + 1];
    Arrays.setAll(queries, _ -> new BitQuery(layout.dimensions(), CodeLayout.PLANES));
    this.pickedRows = new int[degree];
    this.picked = new int[degree];
  }

  /** Begins anew, for the node. */
  LinkPruner of(int node) {
    rows = 0;
    add(node);
    return this;
  }

  /** Adds a candidate; one that comes twice is picked once. */
  void add(int candidate) {
    if (rows == nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(128, 2 * rows));
    }
    nodes[rows++] = candidate;
  }

  /** Picks; the result is in {@link #picked} until the next call. */
  int prune() {
    load();
    queries[0].setCode(codes, 0);
    for (int row = 1; row < rows; row++) {
      // Distances are not negative, so that their bits order like they do; ties by place.
      order[row] = ((long) Float.floatToRawIntBits(distance(0, 0, row)) << 32) | row;
    }
    Arrays.sort(order, 1, rows);
    int size = 0;
    for (int i = 1; i < rows && size < picked.length; i++) {
      int row = (int) order[i];
      float distance = Float.intBitsToFloat((int) (order[i] >> 32));
      if (isDiverse(row, distance, size)) {
        pickedRows[size] = row;
        picked[size++] = nodes[row];
        queries[size].setCode(codes, row * rowWords);
      }
    }
    return size;
  }

  /** Copies the codes together, where they are compared many times. */
  private void load() {
    touched += kernels.touch(first, nodes, rows) + kernels.touch(second, nodes, rows);
    if (factors.length < rows) {
      int room = nodes.length;
      codes = new long[room * rowWords];
      factors = new float[room];
      squares = new float[room];
      sums = new int[room];
      order = new long[room];
    }
    int firstWords = layout.first() * layout.words();
    int secondWords = layout.second() * layout.words();
    for (int row = 0; row < rows; row++) {
      int node = nodes[row];
      int at = row * rowWords;
      MemorySegment.copy(
          first.bytes(), LittleEndian.LONG, first.record(node), codes, at, firstWords);
      MemorySegment.copy(
          second.bytes(),
          LittleEndian.LONG,
          second.record(node) + second.layout().codes(),
          codes,
          at + firstWords,
          secondWords);
      squares[row] = -2 * first.addend(node);
      factors[row] = second.factor(node);
      sums[row] = sum(at);
    }
  }

  private int sum(int at) {
    int sum = 0;
    for (int plane = 0; plane < CodeLayout.PLANES; plane++) {
      for (int word = 0; word < layout.words(); word++) {
        sum +=
            Long.bitCount(codes[at + plane * layout.words() + word])
                << (CodeLayout.PLANES - 1 - plane);
      }
    }
    return sum;
  }

  int[] picked() {
    return picked;
  }

  /** See {@link Beam#touched}. */
  long touched() {
    return touched;
  }

  private boolean isDiverse(int row, float distance, int size) {
    for (int i = 0; i < size; i++) {
      if (picked[i] == nodes[row] || ALPHA * distance(i + 1, pickedRows[i], row) < distance) {
        return false;
      }
    }
    return true;
  }

  /** The squared distance between two rows, of which one is set as a query. */
  private float distance(int query, int queryRow, int row) {
    // Codes stand for themselves less 7.5: (a - 8 + 0.5) * (b - 7.5), summed over all dimensions.
    float product =
        kernels.dot(queries[query], codes, row * rowWords)
            - 7.5f * queries[query].total()
            + 0.5f * sums[row]
            - 3.75f * layout.dimensions();
    float between = 2 * factors[queryRow] * factors[row] * product;
    return Math.max(0, squares[queryRow] + squares[row] - between);
  }
}
