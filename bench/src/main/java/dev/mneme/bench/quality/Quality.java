package dev.mneme.bench.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.core.embed.CachingEmbedder;
import dev.mneme.core.embed.Embedder;
import dev.mneme.core.embed.EmbeddingCacheOptions;
import dev.mneme.core.log.Storage;
import dev.mneme.core.model.Memory;
import dev.mneme.search.engine.Durability;
import dev.mneme.search.engine.EngineOptions;
import dev.mneme.search.engine.MemoryEngine;
import dev.mneme.search.request.Fusion;
import dev.mneme.search.request.Leg;
import dev.mneme.search.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;

/**
 * Retrieval quality on a set in the form {@code memories.jsonl} and {@code queries.jsonl}:
 * recall@10 and nDCG@10, averaged over the queries, of the engine's defaults and of each leg alone.
 */
public final class Quality {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT = 10;
  private static final int BATCH = 256;

  private final Path set;
  private final Path work;
  private final Embedder model;

  public Quality(Path set, Path work, Embedder model) {
    this.set = set;
    this.work = work;
    this.model = model;
  }

  private record Query(String namespace, String text, Map<String, Double> relevant) {}

  public void run() throws IOException, InterruptedException {
    var name = set.toAbsolutePath().normalize().getFileName().toString();
    var store = work.resolve(name);
    Storage.system().deleteTree(store);
    Files.createDirectories(work);
    try (var embedder =
            CachingEmbedder.open(
                model,
                Storage.system(),
                work.resolve("embeddings.cache"),
                EmbeddingCacheOptions.defaults());
        var engine =
            MemoryEngine.open(
                store, EngineOptions.defaults().durability(Durability.ASYNC).embedder(embedder))) {
      ingest(engine, name);
      engine.awaitIdle();
      var queries = queries();
      System.out.printf(
          Locale.ROOT,
          "%s: %,d memories, %,d queries, %s%n",
          name,
          engine.stats().memories(),
          queries.size(),
          embedder.name());
      variants().forEach((variant, change) -> measure(engine, queries, variant, change));
    }
  }

  private static Map<String, UnaryOperator<SearchRequest.Builder>> variants() {
    var variants = new LinkedHashMap<String, UnaryOperator<SearchRequest.Builder>>();
    variants.put("defaults", request -> request);
    variants.put("text leg", request -> request.legs(Set.of(Leg.TEXT)));
    variants.put("vector leg", request -> request.legs(Set.of(Leg.VECTOR)));
    variants.put("relative score", request -> request.fusion(Fusion.relativeScore()));
    for (double k : new double[] {2, 5, 10, 20, 60}) {
      variants.put(
          String.format(Locale.ROOT, "reciprocal rank, k = %.0f", k),
          request -> request.fusion(new Fusion.ReciprocalRank(k)));
    }
    for (double text : new double[] {0.3, 0.4, 0.6, 0.7}) {
      variants.put(
          String.format(Locale.ROOT, "relative score, text %.1f", text),
          request ->
              request.fusion(Fusion.relativeScore()).leg(Leg.TEXT, text).leg(Leg.VECTOR, 1 - text));
      variants.put(
          String.format(Locale.ROOT, "reciprocal rank, text %.1f", text),
          request -> request.leg(Leg.TEXT, text).leg(Leg.VECTOR, 1 - text));
    }
    return variants;
  }

  private static void measure(
      MemoryEngine engine,
      List<Query> queries,
      String variant,
      UnaryOperator<SearchRequest.Builder> change) {
    double recall = 0;
    double ndcg = 0;
    for (var query : queries) {
      var request = change.apply(SearchRequest.text(query.text()).limit(LIMIT)).build();
      var ids =
          engine.namespace(query.namespace()).search(request).hits().stream()
              .map(hit -> hit.memory().id())
              .toList();
      recall +=
          ids.stream().filter(query.relevant()::containsKey).count()
              / (double) query.relevant().size();
      ndcg += ndcg(ids, query.relevant());
    }
    System.out.printf(
        Locale.ROOT,
        "  %-28s recall@10 %.4f   nDCG@10 %.4f%n",
        variant,
        recall / queries.size(),
        ndcg / queries.size());
  }

  /** Jarvelin and Kekalainen, TOIS 2002, with gains as they are and discount log2(rank + 1). */
  private static double ndcg(List<String> ids, Map<String, Double> relevant) {
    double gained = 0;
    for (int i = 0; i < ids.size(); i++) {
      gained += relevant.getOrDefault(ids.get(i), 0.0) / log2(i + 2);
    }
    var ideal =
        relevant.values().stream().sorted((a, b) -> Double.compare(b, a)).limit(LIMIT).toList();
    double best = 0;
    for (int i = 0; i < ideal.size(); i++) {
      best += ideal.get(i) / log2(i + 2);
    }
    return best == 0 ? 0 : gained / best;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private void ingest(MemoryEngine engine, String name) throws IOException {
    var byNamespace = new LinkedHashMap<String, List<Memory>>();
    for (var line : lines("memories.jsonl")) {
      var builder = Memory.text(line.path("text").asText()).id(line.path("id").asText());
      if (line.has("time")) {
        builder.time(Instant.parse(line.path("time").asText()));
      }
      byNamespace.computeIfAbsent(namespace(line), _ -> new ArrayList<>()).add(builder.build());
    }
    long count = byNamespace.values().stream().mapToLong(List::size).sum();
    try (var progress = new ProgressBar("embedding " + name, count)) {
      byNamespace.forEach(
          (namespace, memories) -> {
            for (int from = 0; from < memories.size(); from += BATCH) {
              var batch = memories.subList(from, Math.min(memories.size(), from + BATCH));
              engine.namespace(namespace).putAll(batch);
              progress.stepBy(batch.size());
            }
          });
    }
  }

  private List<Query> queries() throws IOException {
    var queries = new ArrayList<Query>();
    for (var line : lines("queries.jsonl")) {
      var relevant = new HashMap<String, Double>();
      line.path("relevant")
          .properties()
          .forEach(entry -> relevant.put(entry.getKey(), entry.getValue().asDouble()));
      if (!relevant.isEmpty()) {
        queries.add(new Query(namespace(line), line.path("text").asText(), relevant));
      }
    }
    return queries;
  }

  private static String namespace(JsonNode line) {
    return line.path("namespace").asText(MemoryEngine.DEFAULT_NAMESPACE);
  }

  private List<JsonNode> lines(String file) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(set.resolve(file))) {
      if (!line.isBlank()) {
        nodes.add(JSON.readTree(line));
      }
    }
    return nodes;
  }
}
