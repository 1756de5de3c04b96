package dev.mneme.bench;

import dev.mneme.bench.data.WordNet;
import dev.mneme.bench.work.ThreadTimes;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A bulk load through the engine, from the first batch to everything sealed and durable: text,
 * time, attributes and given vectors. The first round begins in a JVM that has just started, as a
 * load from the command line does; later ones find compiled code.
 */
final class BulkBenchmark {
  private static final String[] TOPICS = {"history", "nature", "people", "tools", "ideas"};
  private static final int LIMIT = 10;
  private static final int CHECKED = 300;

  private final WordNet data;
  private final int memories;
  private final int batch;
  private final Path directory;

  BulkBenchmark(WordNet data, int memories, int batch, Path directory) {
    this.data = data;
    this.memories = Math.min(memories, data.indexed());
    this.batch = batch;
    this.directory = directory;
  }

  void run(int rounds, Durability durability) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      Storage.system().deleteTree(directory);
      System.gc();
      System.out.printf(
          Locale.ROOT,
          "round %d: %,d memories in batches of %,d, %s%n",
          round,
          memories,
          batch,
          durability);
      var options = EngineOptions.defaults().durability(durability);
      try (var engine = MemoryEngine.open(directory, options)) {
        load(engine);
        System.out.printf(Locale.ROOT, "  vector leg, recall@10 %.4f%n", recall(engine));
      }
    }
    Storage.system().deleteTree(directory);
  }

  private void load(MemoryEngine engine) throws InterruptedException {
    var times = ThreadTimes.start();
    long start = System.nanoTime();
    for (int from = 0; from < memories; from += batch) {
      engine.namespace().addAll(memories(from, Math.min(memories, from + batch)));
    }
    print("acknowledged", start);
    engine.awaitIdle();
    print("sealed", start);
    engine.flush();
    print("sealed, checkpointed, durable", start);
    var vectors = engine.stats().graph();
    System.out.printf(
        Locale.ROOT,
        "  %,d in %d segments, %,d live, %d pending%n  processor: %s%n",
        vectors.sealed(),
        vectors.segments(),
        vectors.nodes(),
        vectors.pending(),
        times.stop());
  }

  private void print(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT, "  %-30s %6.2f s  %,8.0f memories/s%n", what, seconds, memories / seconds);
  }

  private List<Memory> memories(int from, int to) {
    var made = new ArrayList<Memory>(to - from);
    for (int i = from; i < to; i++) {
      made.add(
          Memory.text(data.texts().get(i))
              .id("wn-" + i)
              .time(Instant.ofEpochSecond(1_600_000_000L + i * 61L))
              .attribute("topic", TOPICS[i % TOPICS.length])
              .attribute("length", data.texts().get(i).length())
              .embedding(data.vectors()[i])
              .build());
    }
    return made;
  }

  private double recall(MemoryEngine engine) {
    long found =
        IntStream.range(0, CHECKED)
            .parallel()
            .mapToLong(
                q -> {
                  float[] query = data.vectors()[data.indexed() + q];
                  var nearest = nearest(query);
                  var request = SearchRequest.vector(query).limit(LIMIT).build();
                  return engine.namespace().search(request).hits().stream()
                      .filter(hit -> nearest.contains(hit.memory().id()))
                      .count();
                })
            .sum();
    return (double) found / (CHECKED * LIMIT);
  }

  /** The model's vectors have unit length, so the dot product is the cosine. */
  private Set<String> nearest(float[] query) {
    var ids = new HashSet<String>();
    IntStream.range(0, memories)
        .boxed()
        .map(i -> new Scored(i, dot(query, data.vectors()[i])))
        .sorted()
        .limit(LIMIT)
        .forEach(scored -> ids.add("wn-" + scored.row()));
    return ids;
  }

  private record Scored(int row, double score) implements Comparable<Scored> {
    @Override
    public int compareTo(Scored other) {
      return Double.compare(other.score, score);
    }
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }
}
