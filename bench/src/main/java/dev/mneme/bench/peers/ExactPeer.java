package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Range;
import dev.mneme.core.vector.VectorKernels;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A scan of all vectors with SIMD: what an index has to beat, and what it must find. */
public final class ExactPeer implements Peer.Filtering {
  private record Scored(int ordinal, float score) {}

  private final Corpus corpus;
  private float[][] vectors = {};

  ExactPeer(Corpus corpus) {
    this.corpus = corpus;
  }

  @Override
  public String settings() {
    return "every vector, " + VectorKernels.best().name() + ", one thread a query";
  }

  @Override
  public void load(Corpus from) {
    vectors = from.matrix();
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    return nearest(query, k, ef, new Range(Range.RANDOM, 0, Integer.MAX_VALUE));
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) {
    var kernels = VectorKernels.best();
    var best = new PriorityQueue<Scored>(k + 1, Comparator.comparing(Scored::score));
    float worst = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < vectors.length; i++) {
      if (!range.holds(corpus, i)) {
        continue;
      }
      float score = kernels.dot(query, vectors[i]);
      if (score > worst || best.size() < k) {
        best.add(new Scored(i, score));
        if (best.size() > k) {
          best.remove();
        }
        worst = best.size() < k ? worst : best.element().score();
      }
    }
    return best.stream()
        .sorted(Comparator.comparing(Scored::score).reversed())
        .mapToInt(Scored::ordinal)
        .toArray();
  }

  @Override
  public void close() {}
}
