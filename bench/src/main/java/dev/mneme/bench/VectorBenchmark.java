package dev.mneme.bench;

import dev.mneme.bench.work.Latencies;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.core.vector.VectorKernels;
import dev.mneme.index.api.CommitBatch;
import dev.mneme.index.api.OrdinalBitmap;
import dev.mneme.index.vector.search.SearchEffort;
import dev.mneme.index.vector.VectorOptions;
import dev.mneme.index.vector.VectorScope;
import dev.mneme.index.vector.VectorView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * The vector index alone through what befalls it: a bulk load, deletions, rounds of updates,
 * filters of every selectivity, and searches while segments are sealed and merged. Recall is
 * checked against a scan each time.
 */
final class VectorBenchmark {
  private static final int K = 10;
  private static final int QUERIES = 1_000;

  /** Where speed is measured and recall is not what matters. */
  private static final int FEW = 300;

  private static final int BATCH = 8_192;
  private static final int UPDATE_ROUNDS = 10;

  /** What may be asked for alone. */
  enum Part {
    EFFORTS,
    TAILS,
    FILTERS,
    SEALING,
    DELETIONS,
    UPDATES
  }

  private final int dimension;
  private final MemorySegment rows;
  private final int indexed;
  private final Path directory;
  private final VectorKernels kernels = VectorKernels.best();
  private final Random random = new Random(5);
  private final double[] scale;

  /** Which row an ordinal has. */
  private int[] rowOf = {};

  /**
   * @param vectors rows of little-endian float32; the last 1,000 are the queries
   */
  VectorBenchmark(Path vectors, int dimension, int most, Path directory) throws IOException {
    this.dimension = dimension;
    this.directory = directory;
    try (var channel = FileChannel.open(vectors)) {
      rows = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.global());
    }
    int all = (int) (rows.byteSize() / bytes());
    this.indexed = Math.min(most, all - QUERIES);
    this.scale = new double[all];
    for (int row = 0; row < all; row++) {
      float[] values = row(row);
      scale[row] = 1 / Math.sqrt(Math.max(kernels.exactDot(values, values), Double.MIN_NORMAL));
    }
  }

  private long bytes() {
    return 4L * dimension;
  }

  private float[] row(int row) {
    var values = new float[dimension];
    rows.asSlice(row * bytes(), bytes())
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  private float[] query(int i) {
    return row(scale.length - QUERIES + i % QUERIES);
  }

  void run(Set<Part> parts) throws IOException, InterruptedException {
    Storage.system().deleteTree(directory);
    print("vectors", "%,d of %d dimensions, kernel %s", indexed, dimension, kernels.name());
    try (var view = open()) {
      long start = System.nanoTime();
      add(view, IntStream.range(0, indexed).toArray());
      view.awaitGraph();
      double took = (System.nanoTime() - start) / 1e9;
      print("load until all is one segment", "%.1f s, %,.0f vectors/s", took, indexed / took);
      print("bytes a vector", "%s", bytes(view));
      var all = OrdinalBitmap.ofRange(0, indexed);
      if (parts.contains(Part.EFFORTS)) {
        efforts(view, all);
      }
      if (parts.contains(Part.TAILS)) {
        tails(view, all);
      }
      if (parts.contains(Part.FILTERS)) {
        filters(view);
      }
      if (parts.contains(Part.SEALING)) {
        whileSealing(view, all);
      }
      if (parts.contains(Part.DELETIONS)) {
        deletions(view, all);
      }
    }
    Storage.system().deleteTree(directory);
    if (parts.contains(Part.UPDATES)) {
      try (var view = open()) {
        updates(view);
      }
      Storage.system().deleteTree(directory);
    }
  }

  private static String bytes(VectorView view) {
    var statistics = view.statistics();
    double members = statistics.ordinals();
    return String.format(
        Locale.ROOT,
        "%.1f on disk, beside the log's; %.2f on the heap",
        statistics.diskBytes() / members,
        statistics.heapBytes() / members);
  }

  private VectorView open() {
    rowOf = new int[0];
    return VectorView.open(
        Storage.system(),
        directory,
        VectorOptions.defaults(),
        ordinal -> rows.asSlice(rowOf[ordinal] * bytes(), bytes()));
  }

  /** Adds a member for each row; ordinals go on from the last. */
  private void add(VectorView view, int[] newRows) {
    int first = rowOf.length;
    int[] grown = Arrays.copyOf(rowOf, first + newRows.length);
    System.arraycopy(newRows, 0, grown, first, newRows.length);
    rowOf = grown;
    for (int from = first; from < grown.length; from += BATCH) {
      var added = new ArrayList<CommitBatch.Added>();
      for (int ordinal = from; ordinal < Math.min(grown.length, from + BATCH); ordinal++) {
        var id = Integer.toString(ordinal);
        var memory = Memory.text(id).id(id).embedding(row(grown[ordinal])).build();
        added.add(new CommitBatch.Added(ordinal, 0, ordinal, memory));
      }
      view.apply(new CommitBatch(from, added, new int[0]));
    }
  }

  private void efforts(VectorView view, OrdinalBitmap all) {
    for (double recall : new double[] {0.9, 0.95, 0.98, 0.99, 0.995}) {
      var effort = SearchEffort.ofRecall(recall);
      print("asked for recall " + recall, "%s", measured(view, all, effort, QUERIES));
    }
    for (int ef : new int[] {40, 60, 80, 100, 120, 160}) {
      print("ef " + ef, "%s", measured(view, all, SearchEffort.ofEf(ef), QUERIES));
    }
  }

  /** How much slower the slowest searches are than most. */
  private void tails(VectorView view, OrdinalBitmap all) {
    float[][] queries = IntStream.range(0, QUERIES).mapToObj(this::query).toArray(float[][]::new);
    var scope = new VectorScope(all, Long.MAX_VALUE);
    var effort = SearchEffort.ofRecall(0.99);
    var tails = Tails.of(QUERIES, i -> view.searchGraph(queries[i], scope, K, effort));
    print("searches, one by one", "%s", tails.single());
    print("searches, the median of each", "%s", tails.byOperation());
    print("the same arithmetic again and again", "%s", tails.machine());
  }

  private String measured(
      VectorView view, OrdinalBitmap allowed, SearchEffort effort, int queries) {
    var scope = new VectorScope(allowed, Long.MAX_VALUE);
    double best = Double.MAX_VALUE;
    var latencies = new Latencies();
    int rounds = 4;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < queries; i++) {
        float[] query = query(i);
        long begin = System.nanoTime();
        view.searchGraph(query, scope, K, effort);
        if (round > 0) {
          latencies.add(System.nanoTime() - begin);
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    return String.format(
        Locale.ROOT,
        "recall@10 %.4f   %,8.0f queries/s   p50 %,.0f us   p99 %,.0f us",
        recall(view, allowed, effort),
        queries / best,
        latencies.micros(0.5),
        latencies.micros(0.99));
  }

  /** At the default recall, with what no search can come to. */
  private String checked(VectorView view, OrdinalBitmap live) {
    return measured(view, live, SearchEffort.ofRecall(0.99), FEW)
        + "   unreachable "
        + view.unreachable();
  }

  /** Against a scan, for all queries; as many results as there can be are required. */
  private double recall(VectorView view, OrdinalBitmap allowed, SearchEffort effort) {
    var scope = new VectorScope(allowed, Long.MAX_VALUE);
    int[] ordinals = allowed.toArray();
    int wanted = Math.min(K, ordinals.length);
    long found =
        IntStream.range(0, QUERIES)
            .parallel()
            .mapToLong(
                i -> {
                  float[] query = query(i);
                  int[] answer = view.searchGraph(query, scope, K, effort).ordinals();
                  if (answer.length != wanted) {
                    throw new IllegalStateException(answer.length + " results, not " + wanted);
                  }
                  double bar = bar(query, ordinals, wanted);
                  return Arrays.stream(answer).filter(o -> score(query, o) >= bar).count();
                })
            .sum();
    return found / (double) (QUERIES * wanted);
  }

  private double score(float[] query, int ordinal) {
    return kernels.dot(query, rows, rowOf[ordinal] * bytes()) * scale[rowOf[ordinal]];
  }

  /** The score of the last of the true nearest, less what float sums are off by. */
  private double bar(float[] query, int[] ordinals, int count) {
    double[] scores = Arrays.stream(ordinals).mapToDouble(o -> score(query, o)).toArray();
    Arrays.sort(scores);
    return scores[scores.length - count] - 1e-7;
  }

  private void filters(VectorView view) {
    for (double share : new double[] {0.0001, 0.001, 0.01, 0.1, 0.5, 0.9}) {
      var some = some(share);
      print(
          "filter that allows " + share,
          "%s",
          measured(view, some, SearchEffort.ofRecall(0.99), FEW));
    }
  }

  private OrdinalBitmap some(double share) {
    return OrdinalBitmap.of(
        IntStream.range(0, indexed).filter(_ -> random.nextDouble() < share).toArray());
  }

  /** Searches of the first members while more are added, sealed and merged. */
  private void whileSealing(VectorView view, OrdinalBitmap all) throws InterruptedException {
    var scope = new VectorScope(all, Long.MAX_VALUE);
    var idle = latencies(view, scope, 3 * QUERIES, new AtomicBoolean());
    var done = new AtomicBoolean();
    var writer =
        new Thread(
            () -> {
              try {
                for (int round = 0; round < 4; round++) {
                  add(view, IntStream.range(0, indexed / 8).toArray());
                  view.awaitGraph();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                done.set(true);
              }
            });
    writer.start();
    var busy = latencies(view, scope, Integer.MAX_VALUE, done);
    writer.join();
    print("search, idle", "%s", idle);
    print("search, while sealing and merging", "%s", busy);
    print("p99 against idle", "%.2f", busy.micros(0.99) / idle.micros(0.99));
    view.reclaim(OrdinalBitmap.ofRange(indexed, rowOf.length));
    view.awaitGraph();
  }

  private Latencies latencies(VectorView view, VectorScope scope, int count, AtomicBoolean done) {
    var latencies = new Latencies();
    for (int i = 0; i < count && !done.get(); i++) {
      float[] query = query(i);
      long begin = System.nanoTime();
      view.searchGraph(query, scope, K, SearchEffort.ofRecall(0.99));
      latencies.add(System.nanoTime() - begin);
    }
    return latencies;
  }

  private void deletions(VectorView view, OrdinalBitmap all) throws InterruptedException {
    var live = all;
    for (double deleted : new double[] {0.5, 0.9}) {
      var kept = some(1 - deleted).and(live);
      var dead = live.andNot(kept);
      live = kept;
      var name = String.format(Locale.ROOT, "%.0f%% deleted", 100 * deleted);
      print(name, "%s", checked(view, live));
      view.reclaim(dead);
      view.awaitGraph();
      print(name + ", merged", "%s", checked(view, live));
    }
  }

  private void updates(VectorView view) throws InterruptedException {
    add(view, IntStream.range(0, indexed).toArray());
    view.awaitGraph();
    var live = OrdinalBitmap.ofRange(0, indexed);
    for (int round = 0; round < UPDATE_ROUNDS; round++) {
      var old = some(0.1, live);
      int first = rowOf.length;
      add(view, Arrays.stream(old.toArray()).map(o -> rowOf[o]).toArray());
      live = live.andNot(old).or(OrdinalBitmap.ofRange(first, rowOf.length));
      view.reclaim(old);
    }
    var name = UPDATE_ROUNDS + " rounds of updating 10%";
    print(name, "%s", checked(view, live));
    view.awaitGraph();
    print(name + ", merged", "%s", checked(view, live));
    view.compact();
    print(name + ", compacted", "%s", checked(view, live));
  }

  private OrdinalBitmap some(double share, OrdinalBitmap of) {
    return OrdinalBitmap.of(
        Arrays.stream(of.toArray()).filter(_ -> random.nextDouble() < share).toArray());
  }

  private static void print(String what, String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-42s %s%n", what, String.format(Locale.ROOT, format, values));
  }
}
