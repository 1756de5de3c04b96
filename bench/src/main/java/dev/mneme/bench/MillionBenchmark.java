package dev.mneme.bench;

import dev.mneme.bench.data.DataFiles;
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
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.SearchRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A store of very many memories, made once and opened by a fresh JVM: the vector index alone, and
 * the whole engine, whose memories have vectors only on request, because they are built into
 * segments several times while they come. Says how long it takes to the first answer, whether the
 * answers are right, how fast they are, and what the store takes on heap and disk.
 */
final class MillionBenchmark {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int K = 10;
  private static final int BATCH = 1_000;
  private static final int CHECKED = 200;
  private static final int ROUNDS = 5;

  /** What one JVM does, in this order. */
  enum Stage {
    /** Tells the vector index of all members; their vectors are all on the heap until it ends. */
    FILL,
    /** Makes one segment of the members of a checkpoint, as after the loss of all segments. */
    BUILD,
    /** Opens the vector index and searches. */
    VECTORS,
    /** Loads the engine. */
    LOAD,
    /** Opens the engine and searches. */
    ENGINE
  }

  private final DataFiles data;
  private final int memories;
  private final Path store;
  private final boolean embedded;
  private final MemorySegment rows;
  private final VectorKernels kernels = VectorKernels.best();

  MillionBenchmark(DataFiles data, Path store, boolean embedded) throws IOException {
    this.embedded = embedded;
    this.data = data;
    this.memories = data.rows() - data.queries();
    this.store = store;
    try (var channel = FileChannel.open(data.vectors())) {
      rows = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.global());
    }
  }

  void run(Stage stage) throws IOException, InterruptedException {
    switch (stage) {
      case FILL -> fill();
      case BUILD -> build();
      case VECTORS -> vectors();
      case LOAD -> load();
      case ENGINE -> engine();
    }
  }

  private Path directory(String part) {
    return store.resolve(part);
  }

  private VectorView view() {
    return VectorView.open(
        Storage.system(),
        directory("vector"),
        VectorOptions.defaults(),
        ordinal -> rows.asSlice(ordinal * bytes(), bytes()));
  }

  private void fill() throws IOException {
    Storage.system().deleteTree(directory("vector"));
    try (var view = view()) {
      for (int from = 0; from < memories; from += BATCH) {
        var added = new ArrayList<CommitBatch.Added>();
        for (int row = from; row < Math.min(memories, from + BATCH); row++) {
          var id = Integer.toString(row);
          var memory = Memory.text(id).id(id).embedding(row(row)).build();
          added.add(new CommitBatch.Added(row, 0, row, memory));
        }
        view.apply(new CommitBatch(from, added, new int[0]));
      }
      view.checkpoint(memories);
    }
  }

  private void build() {
    try (var view = view()) {
      long start = System.nanoTime();
      view.compact();
      double took = seconds(start);
      print("build", "%.1f s, %,.0f vectors/s", took, memories / took);
    }
  }

  private void load() throws IOException, InterruptedException {
    Storage.system().deleteTree(directory("engine"));
    long start = System.nanoTime();
    try (var engine = MemoryEngine.open(directory("engine"), EngineOptions.defaults());
        var texts = Files.newBufferedReader(data.texts())) {
      for (int from = 0; from < memories; from += BATCH) {
        engine.namespace().addAll(batch(texts, from, Math.min(memories, from + BATCH)));
      }
      print("add", "%.1f s", seconds(start));
      engine.awaitIdle();
      print("add until all is sealed", "%.1f s", seconds(start));
      engine.stats().views().forEach(view -> print("view " + view.view(), "%s", view));
    }
  }

  private List<Memory> batch(BufferedReader texts, int from, int to) throws IOException {
    var batch = new ArrayList<Memory>();
    for (int row = from; row < to; row++) {
      var memory =
          Memory.text(texts.readLine())
              .id(Integer.toString(row))
              .attribute("random", (int) (row * 2_654_435_761L % memories));
      batch.add(embedded ? memory.embedding(row(row)).build() : memory.build());
    }
    return batch;
  }

  private void vectors() throws IOException, InterruptedException {
    long empty = heap();
    long start = System.nanoTime();
    try (var view = view()) {
      print("vector index: open", "%.3f s", seconds(start));
      var scope = new VectorScope(OrdinalBitmap.ofRange(0, memories), Long.MAX_VALUE);
      Search search =
          query -> view.searchGraph(query, scope, K, SearchEffort.ofRecall(0.99)).ordinals();
      search.nearest(query(0));
      print("vector index: open to first answer", "%.3f s", seconds(start));
      measure("vector index", search);
      print("vector index: tiers", "%s", view.graph());
      print("vector index: unreachable", "%d", view.unreachable());
      bytes("vector index", heap() - empty, view.statistics().diskBytes());
    }
  }

  private void engine() throws IOException, InterruptedException {
    long empty = heap();
    long start = System.nanoTime();
    try (var engine = MemoryEngine.open(directory("engine"), EngineOptions.defaults())) {
      print("engine: open", "%.3f s", seconds(start));
      if (engine.namespace().get("1").isEmpty()) {
        throw new IllegalStateException("a memory is lost");
      }
      print("engine: open to first memory", "%.3f s", seconds(start));
      engine.namespace().search(SearchRequest.text("river engine letter").limit(K).build());
      print("engine: open to first answer", "%.3f s", seconds(start));
      if (embedded) {
        measure("engine", query -> rows(engine, query));
      }
      engine.stats().views().forEach(view -> print("view " + view.view(), "%s", view));
      bytes("engine", heap() - empty, diskBytes());
    }
  }

  private static int[] rows(MemoryEngine engine, float[] query) {
    var request = SearchRequest.vector(query).limit(K).build();
    return engine.namespace().search(request).hits().stream()
        .mapToInt(hit -> Integer.parseInt(hit.memory().id()))
        .toArray();
  }

  /** Rows of the nearest. */
  @FunctionalInterface
  private interface Search {
    int[] nearest(float[] query);
  }

  private void measure(String what, Search search) {
    var latencies = new Latencies();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int q = 0; q < data.queries(); q++) {
        float[] query = query(q);
        long begin = System.nanoTime();
        search.nearest(query);
        if (round > 0) {
          latencies.add(System.nanoTime() - begin);
        }
      }
      best = Math.min(best, seconds(start));
    }
    double found =
        IntStream.range(0, CHECKED).parallel().mapToLong(q -> right(query(q), search)).sum();
    print(
        what + ": search",
        "recall@10 %.4f   %,.0f queries/s   p50 %,.0f us   p99 %,.0f us",
        found / (CHECKED * K),
        data.queries() / best,
        latencies.micros(0.5),
        latencies.micros(0.99));
  }

  /** How many of the answers are as near as the last of the true nearest. */
  private long right(float[] query, Search search) {
    var scores = new float[memories];
    for (int row = 0; row < memories; row++) {
      scores[row] = kernels.dot(query, rows, row * bytes());
    }
    int[] answer = search.nearest(query);
    var sorted = scores.clone();
    Arrays.sort(sorted);
    float bar = sorted[memories - K] - 1e-6f;
    return Arrays.stream(answer).distinct().filter(row -> scores[row] >= bar).count();
  }

  private void bytes(String what, long heap, long disk) {
    print(
        what + ": bytes a memory",
        "%.1f on the heap, %.0f on disk",
        heap / (double) memories,
        disk / (double) memories);
  }

  private long diskBytes() throws IOException {
    try (var files = Files.walk(directory("engine"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private long bytes() {
    return data.rowBytes();
  }

  private float[] row(int row) {
    var values = new float[data.dimension()];
    MemorySegment.copy(rows, FLOAT, row * bytes(), values, 0, values.length);
    return values;
  }

  private float[] query(int number) {
    return row(memories + number);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String what, String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-42s %s%n", what, String.format(Locale.ROOT, format, values));
  }
}
