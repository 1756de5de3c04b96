package dev.mneme.bench.data;

import dev.mneme.core.vector.VectorKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brute force over a mapped file of vectors: how close the k-th nearest memory of each query is.
 * Each row is read once for a group of queries that stay in the second-level cache, so that a
 * million rows are a matter of arithmetic, not of memory, and nothing but the answers is on the
 * heap. O(rows * queries * dimension) on all processors.
 */
final class ExactScan {
  private static final int GROUP = 50;

  private final Corpus corpus;
  private final int k;

  ExactScan(Corpus corpus, int k) {
    this.corpus = corpus;
    this.k = k;
  }

  /** Among all memories, a cosine a query. */
  double[] plain() throws IOException {
    var everything = List.of(new Range(Range.RANDOM, 0, corpus.size()));
    return filtered(IntStream.range(0, corpus.queries()).toArray(), everything)[0];
  }

  /**
   * Among those that are in each range, a row a range.
   *
   * @param ranges of one attribute
   */
  double[][] filtered(int[] queries, List<Range> ranges) throws IOException {
    var answers = new double[ranges.size()][queries.length];
    try (var arena = Arena.ofShared()) {
      var rows = corpus.map(arena);
      IntStream.range(0, (queries.length + GROUP - 1) / GROUP)
          .parallel()
          .forEach(
              group -> {
                int from = group * GROUP;
                int to = Math.min(queries.length, from + GROUP);
                var best = scan(rows, Arrays.copyOfRange(queries, from, to), ranges);
                for (int r = 0; r < answers.length; r++) {
                  for (int q = from; q < to; q++) {
                    answers[r][q] = best[r][q - from].lowest();
                  }
                }
              });
    }
    return answers;
  }

  private Highest[][] scan(MemorySegment rows, int[] queries, List<Range> ranges) {
    var kernels = VectorKernels.best();
    var vectors = Arrays.stream(queries).mapToObj(corpus::queryVector).toArray(float[][]::new);
    var best = new Highest[ranges.size()][vectors.length];
    for (var row : best) {
      Arrays.setAll(row, _ -> new Highest(k));
    }
    var holding = new boolean[ranges.size()];
    long offset = 0;
    for (int ordinal = 0; ordinal < corpus.size(); ordinal++) {
      for (int r = 0; r < holding.length; r++) {
        holding[r] = ranges.get(r).holds(corpus, ordinal);
      }
      for (int q = 0; q < vectors.length; q++) {
        float score = kernels.dot(vectors[q], rows, offset);
        for (int r = 0; r < holding.length; r++) {
          if (holding[r]) {
            best[r][q].offer(score);
          }
        }
      }
      offset += corpus.files().rowBytes();
    }
    return best;
  }

  /** The k highest of some scores. */
  private static final class Highest {
    private final float[] ascending;
    private int size;

    Highest(int k) {
      ascending = new float[k];
    }

    void offer(float score) {
      if (size == ascending.length && score <= ascending[0]) {
        return;
      }
      // Whatever is lower moves down; the lowest falls out where there is no room.
      int at = 0;
      if (size < ascending.length) {
        System.arraycopy(ascending, 0, ascending, 1, size);
        size++;
      }
      while (at + 1 < size && ascending[at + 1] < score) {
        ascending[at] = ascending[at + 1];
        at++;
      }
      ascending[at] = score;
    }

    /** Of those that are there. */
    double lowest() {
      return ascending[0];
    }
  }
}
