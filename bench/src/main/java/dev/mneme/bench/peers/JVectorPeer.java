package dev.mneme.bench.peers;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Range;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** JVector in memory, with its native SIMD kernels where they load; its rerankK is ef. */
public final class JVectorPeer implements Peer.Filtering {
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;
  private static final int DEGREE = 32;
  private static final int BEAM = 100;

  private record Index(
      Corpus corpus, RandomAccessVectorValues vectors, ImmutableGraphIndex graph) {}

  private final VectorizationProvider provider;
  private final ConcurrentLinkedQueue<GraphSearcher> idle = new ConcurrentLinkedQueue<>();
  private Optional<Index> index = Optional.empty();

  JVectorPeer() {
    // Read once, when the provider is chosen; without the library it falls back to the Vector API.
    System.setProperty("jvector.experimental.enable_native_vectorization", "true");
    provider = VectorizationProvider.getInstance();
  }

  @Override
  public String settings() {
    return "in memory, degree 32, beam 100, overflow 1.2, alpha 1.2, hierarchy, "
        + provider.getClass().getSimpleName();
  }

  @Override
  public void load(Corpus corpus) throws IOException {
    var list = new ArrayList<VectorFloat<?>>(corpus.size());
    for (int i = 0; i < corpus.size(); i++) {
      list.add(vector(corpus.vector(i)));
    }
    var vectors = new ListRandomAccessVectorValues(list, corpus.dimension());
    var scores = BuildScoreProvider.randomAccessScoreProvider(vectors, SIMILARITY);
    try (var builder =
        new GraphIndexBuilder(scores, corpus.dimension(), DEGREE, BEAM, 1.2f, 1.2f, true, true)) {
      index = Optional.of(new Index(corpus, vectors, builder.build(vectors)));
    }
  }

  private VectorFloat<?> vector(float[] values) {
    return provider.getVectorTypeSupport().createFloatVector(values);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef) {
    return nearest(query, k, ef, Bits.ALL);
  }

  @Override
  public int[] nearest(float[] query, int k, int ef, Range range) {
    var corpus = index.orElseThrow().corpus();
    return nearest(query, k, ef, ordinal -> range.holds(corpus, ordinal));
  }

  private int[] nearest(float[] query, int k, int ef, Bits accepted) {
    var current = index.orElseThrow();
    var pooled = idle.poll();
    var searcher = pooled == null ? new GraphSearcher(current.graph()) : pooled;
    var scores = DefaultSearchScoreProvider.exact(vector(query), SIMILARITY, current.vectors());
    var found = searcher.search(scores, k, Math.max(k, ef), 0, 0, accepted).getNodes();
    idle.add(searcher);
    return Arrays.stream(found).mapToInt(node -> node.node).toArray();
  }

  @Override
  public void close() throws IOException {
    for (var searcher : idle) {
      searcher.close();
    }
  }
}
