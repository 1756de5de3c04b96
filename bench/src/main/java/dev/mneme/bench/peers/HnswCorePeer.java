package dev.mneme.bench.peers;

import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.mneme.bench.data.Corpus;
import dev.mneme.core.vector.VectorKernels;
import java.util.stream.IntStream;

/**
 * hnswlib-core bare, with a Vector API dot product in place of its own scalar one. Its ef is shared
 * by all searches, so only one value at a time is asked.
 */
public final class HnswCorePeer implements Peer {
  @SuppressWarnings("ArrayRecordComponent")
  private record Node(Integer id, float[] vector) implements Item<Integer, float[]> {
    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  private final HnswIndex<Integer, float[], Node, Float> index;

  HnswCorePeer(Corpus corpus) {
    var kernels = VectorKernels.best();
    index =
        HnswIndex.newBuilder(
                corpus.dimension(), (float[] a, float[] b) -> 1 - kernels.dot(a, b), corpus.size())
            .withM(16)
            .withEfConstruction(100)
            .withEf(100)
            .build();
  }

  @Override
  public String settings() {
    return "M 16, efConstruction 100, " + VectorKernels.best().name() + " dot product";
  }

  @Override
  public void load(Corpus corpus) throws InterruptedException {
    var nodes =
        IntStream.range(0, corpus.size()).mapToObj(i -> new Node(i, corpus.vector(i))).toList();
    // More threads than processors deadlock it.
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    index.addAll(nodes, threads, (_, _) -> {}, Integer.MAX_VALUE);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    if (index.getEf() != ef) {
      index.setEf(Math.max(k, ef));
    }
    return index.findNearest(query, k).stream().mapToInt(found -> found.item().id()).toArray();
  }

  @Override
  public void close() {}
}
