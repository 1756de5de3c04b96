package dev.mneme.bench;

import dev.mneme.bench.data.WordNet;
import dev.mneme.bench.work.Latencies;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;

/**
 * The engine's speed on the WordNet set, one thread, warmed up: add, get, search by leg and hybrid,
 * open, SYNC against the disk's own fsync, heap. Every figure of the README's table of speeds comes
 * from here.
 */
final class SpeedBenchmark {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 3;
  private static final int LIMIT = 10;
  private static final int SYNC_ADDS = 300;
  private static final String[] TOPICS = {"history", "nature", "people", "tools", "ideas"};

  private final WordNet data;
  private final int memories;
  private final Path directory;

  SpeedBenchmark(WordNet data, int memories, Path directory) {
    this.data = data;
    this.memories = Math.min(memories, data.indexed());
    this.directory = directory;
  }

  void run() throws IOException, InterruptedException {
    Storage.system().deleteTree(directory);
    print("memories", String.format(Locale.ROOT, "%,d of 384 dimensions", memories));
    var options = EngineOptions.defaults().durability(Durability.ASYNC);
    try (var engine = MemoryEngine.open(directory.resolve("async"), options)) {
      print("vector kernel", engine.stats().kernel());
      add(engine.namespace());
      long start = System.nanoTime();
      engine.awaitIdle();
      var vectors = engine.stats().graph();
      print(
          "vectors sealed after",
          String.format(
              Locale.ROOT,
              "%.1f s: %,d in %d segments, %,d live, %d pending",
              seconds(start),
              vectors.sealed(),
              vectors.segments(),
              vectors.nodes(),
              vectors.pending()));
      searches(engine.namespace());
      gets(engine.namespace());
      heap();
    }
    reopen(options);
    syncAdds();
    print(
        "disk",
        String.format(
            Locale.ROOT, "%,d bytes a memory", bytes(directory.resolve("async")) / memories));
  }

  private Memory memory(int i) {
    return Memory.text(data.texts().get(i))
        .id("wn-" + i)
        .time(Instant.ofEpochSecond(1_600_000_000L + i * 61L))
        .attribute("topic", TOPICS[i % TOPICS.length])
        .attribute("length", data.texts().get(i).length())
        .embedding(data.vectors()[i])
        .build();
  }

  private void add(Namespace namespace) {
    var each = new Latencies();
    long start = System.nanoTime();
    try (var progress = new ProgressBar("adding", memories)) {
      for (int i = 0; i < memories; i++) {
        var memory = memory(i);
        long begin = System.nanoTime();
        namespace.add(memory);
        each.add(System.nanoTime() - begin);
        progress.step();
        if (i % 10_000 == 9_999) {
          requireFound(namespace, i);
        }
      }
    }
    print("add, ASYNC, one by one", each.toString());
    print(
        "add, ASYNC, sustained",
        String.format(Locale.ROOT, "%,.0f memories/s", memories / seconds(start)));
  }

  /** What was just added is found at once, by vector and by words. */
  private void requireFound(Namespace namespace, int i) {
    var byVector = namespace.search(SearchRequest.vector(data.vectors()[i]).limit(3).build());
    var byWords =
        namespace.search(
            SearchRequest.text(data.texts().get(i)).legs(Set.of(Leg.TEXT)).limit(50).build());
    for (var result : new dev.mneme.request.SearchResult[] {byVector, byWords}) {
      if (result.hits().stream().noneMatch(hit -> hit.memory().id().equals("wn-" + i))) {
        throw new IllegalStateException("wn-" + i + " was not found right after it was added");
      }
    }
  }

  private void searches(Namespace namespace) {
    int first = data.indexed();
    measure("search, text leg", namespace, i -> text(first + i).legs(Set.of(Leg.TEXT)));
    measure("search, vector leg", namespace, i -> vector(first + i));
    measure("search, hybrid", namespace, i -> text(first + i).vector(vectorOf(first + i)));
    measure(
        "search, hybrid, 20% filter",
        namespace, i -> text(first + i).vector(vectorOf(first + i)).filter("topic = 'nature'"));
    measure(
        "search, hybrid, 0.5% of time",
        namespace,
        i ->
            text(first + i)
                .vector(vectorOf(first + i))
                .from(Instant.ofEpochSecond(1_600_000_000L + memories * 30L))
                .to(Instant.ofEpochSecond(1_600_000_000L + memories * 30L + memories * 61L / 200)));
    print("vector leg, recall@10", String.format(Locale.ROOT, "%.4f", recall(namespace)));
  }

  private SearchRequest.Builder text(int i) {
    return SearchRequest.text(data.texts().get(i)).limit(LIMIT);
  }

  private SearchRequest.Builder vector(int i) {
    return SearchRequest.vector(vectorOf(i)).limit(LIMIT);
  }

  private float[] vectorOf(int i) {
    return data.vectors()[i];
  }

  private static void measure(
      String name, Namespace namespace, IntFunction<SearchRequest.Builder> query) {
    var latencies = new Latencies();
    for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      for (int i = 0; i < WordNet.QUERIES; i++) {
        var request = query.apply(i).build();
        long begin = System.nanoTime();
        var result = namespace.search(request);
        long took = System.nanoTime() - begin;
        if (result.hits().size() != LIMIT && request.embedding().isPresent()) {
          throw new IllegalStateException(name + " found " + result.hits().size() + " hits");
        }
        if (round >= WARM_UP_ROUNDS) {
          latencies.add(took);
        }
      }
    }
    print(name, latencies.toString());
  }

  private double recall(Namespace namespace) {
    int found = 0;
    int queries = 300;
    for (int q = 0; q < queries; q++) {
      var query = data.vectors()[data.indexed() + q];
      var exact = exact(query);
      found +=
          (int)
              namespace.search(SearchRequest.vector(query).limit(LIMIT).build()).hits().stream()
                  .filter(hit -> exact.contains(hit.memory().id()))
                  .count();
    }
    return (double) found / (queries * LIMIT);
  }

  /**
   * Brute force in plain Java: the model's vectors have unit length, so the dot product is the
   * cosine.
   */
  private Set<String> exact(float[] query) {
    var scores = new double[memories];
    for (int i = 0; i < memories; i++) {
      var vector = data.vectors()[i];
      double sum = 0;
      for (int d = 0; d < vector.length; d++) {
        sum += vector[d] * query[d];
      }
      scores[i] = sum;
    }
    double threshold =
        Arrays.stream(scores).sorted().skip(memories - LIMIT).findFirst().orElseThrow();
    var best = new HashSet<String>();
    IntStream.range(0, memories)
        .filter(i -> scores[i] >= threshold)
        .forEach(i -> best.add("wn-" + i));
    return best;
  }

  private void gets(Namespace namespace) {
    var random = new Random(3);
    var latencies = new Latencies();
    for (int i = 0; i < 200_000; i++) {
      var id = "wn-" + random.nextInt(memories);
      long begin = System.nanoTime();
      var found = namespace.get(id);
      long took = System.nanoTime() - begin;
      if (found.isEmpty()) {
        throw new IllegalStateException(id + " is lost");
      }
      if (i >= 50_000) {
        latencies.add(took);
      }
    }
    print("get by id", latencies.toString());
  }

  private static void heap() throws InterruptedException {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    print(
        "heap",
        String.format(
            Locale.ROOT,
            "%,d MiB in use after GC (benchmark data included), of at most %,d MiB",
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            runtime.maxMemory() >> 20));
  }

  private void reopen(EngineOptions options) {
    long start = System.nanoTime();
    try (var engine = MemoryEngine.open(directory.resolve("async"), options)) {
      double opened = seconds(start);
      var hits =
          engine
              .namespace()
              .search(text(data.indexed()).vector(vectorOf(data.indexed())).build())
              .hits();
      print(
          "open to first answer",
          String.format(
              Locale.ROOT,
              "%.2f s (opened after %.2f s, %d hits)",
              seconds(start),
              opened,
              hits.size()));
    }
  }

  /**
   * SYNC adds in turn with appends and fsyncs of as many bytes to a plain file, so that both meet
   * the same disk.
   */
  private void syncAdds() throws IOException {
    var adds = new Latencies();
    var fsyncs = new Latencies();
    var record = ByteBuffer.allocate(2_048);
    Files.createDirectories(directory);
    try (var engine = MemoryEngine.open(directory.resolve("sync"), EngineOptions.defaults());
        var plain = Storage.system().open(directory.resolve("plain"), Storage.Mode.CREATE)) {
      for (int i = 0; i < SYNC_ADDS * 2; i++) {
        var memory = memory(i);
        long begin = System.nanoTime();
        engine.namespace().add(memory);
        long added = System.nanoTime();
        plain.write(record.clear(), 2_048L * i);
        plain.sync();
        long synced = System.nanoTime();
        if (i >= SYNC_ADDS) {
          adds.add(added - begin);
          fsyncs.add(synced - added);
        }
      }
    }
    print("add, SYNC", adds.toString());
    print("write and fsync of 2 KiB alone", fsyncs.toString());
    print(
        "add, SYNC, beyond the fsync",
        String.format(Locale.ROOT, "p50 %,9.1f us", adds.micros(0.5) - fsyncs.micros(0.5)));
  }

  private static long bytes(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String what, String figure) {
    System.out.printf(Locale.ROOT, "%-32s %s%n", what, figure);
  }
}
