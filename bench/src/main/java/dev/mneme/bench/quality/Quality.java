package dev.mneme.bench.quality;

import dev.mneme.embed.CachingEmbedder;
import dev.mneme.embed.Embedder;
import dev.mneme.embed.EmbeddingCacheOptions;
import dev.mneme.memory.Memory;
import dev.mneme.core.storage.Storage;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.Fusion;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;

/**
 * Retrieval quality on judged sets: recall, nDCG and reciprocal rank of the first k, averaged over
 * the queries, of the engine's defaults, of each leg alone and of other ways to fuse, each held
 * against the defaults by a paired test on nDCG.
 */
public final class Quality {
  private static final String DEFAULTS = "defaults";
  private static final int BATCH = 256;

  private final Path work;
  private final Embedder model;
  private final int k;

  /** Answers of each variant, a row a query. */
  private final Map<String, List<Measures>> all = new LinkedHashMap<>();

  public Quality(Path work, Embedder model, int k) {
    this.work = work;
    this.model = model;
    this.k = k;
  }

  /** Prints a table a set, and one over the queries of all. */
  public void run(List<Path> directories) throws IOException, InterruptedException {
    int sets = 0;
    for (var directory : directories) {
      for (var set : JudgedSet.in(directory)) {
        run(set);
        sets++;
      }
    }
    if (sets > 1) {
      print("all queries of all sets", all);
    }
  }

  private void run(JudgedSet set) throws IOException, InterruptedException {
    var store = work.resolve(set.name());
    Storage.system().deleteTree(store);
    Files.createDirectories(work);
    try (var embedder =
            CachingEmbedder.open(
                model, work.resolve("embeddings.cache"), EmbeddingCacheOptions.defaults());
        var engine =
            MemoryEngine.open(
                store, EngineOptions.defaults().durability(Durability.ASYNC).embedder(embedder))) {
      ingest(engine, set);
      engine.awaitIdle();
      var queries = set.queries();
      var answers = new LinkedHashMap<String, List<Measures>>();
      variants().forEach((name, change) -> answers.put(name, answers(engine, queries, change)));
      answers.forEach(
          (name, measures) -> all.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(measures));
      print(
          String.format(
              Locale.ROOT,
              "%s: %,d memories, %,d queries, %s",
              set.name(),
              engine.stats().memories(),
              queries.size(),
              embedder.name()),
          answers);
    }
  }

  private static Map<String, UnaryOperator<SearchRequest.Builder>> variants() {
    var variants = new LinkedHashMap<String, UnaryOperator<SearchRequest.Builder>>();
    variants.put(DEFAULTS, request -> request);
    variants.put("text leg", request -> request.legs(Set.of(Leg.TEXT)));
    variants.put("vector leg", request -> request.legs(Set.of(Leg.VECTOR)));
    variants.put("relative score", request -> request.fusion(Fusion.relativeScore()));
    for (double constant : new double[] {2, 5, 10, 20, 60}) {
      variants.put(
          String.format(Locale.ROOT, "reciprocal rank, k = %.0f", constant),
          request -> request.fusion(new Fusion.ReciprocalRank(constant)));
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

  private List<Measures> answers(
      MemoryEngine engine,
      List<JudgedSet.Query> queries,
      UnaryOperator<SearchRequest.Builder> change) {
    var answers = new ArrayList<Measures>();
    for (var query : queries) {
      var request = change.apply(SearchRequest.text(query.text()).limit(k)).build();
      var ids =
          engine.namespace(query.namespace()).search(request).hits().stream()
              .map(hit -> hit.memory().id())
              .toList();
      answers.add(Measures.of(ids, query.relevant(), k));
    }
    return answers;
  }

  private void print(String title, Map<String, List<Measures>> answers) {
    System.out.printf(
        Locale.ROOT,
        "%n%s%n  %-28s %9s %9s %9s   %-41s %9s %9s%n",
        title,
        "",
        "recall@" + k,
        "nDCG@" + k,
        "MRR@" + k,
        "nDCG against defaults, 95% interval, p",
        "p, recall",
        "p, MRR");
    var defaults = answers.getOrDefault(DEFAULTS, List.of());
    answers.forEach(
        (variant, measures) ->
            System.out.printf(
                Locale.ROOT,
                "  %-28s %9.4f %9.4f %9.4f   %s%n",
                variant,
                mean(measures, Measures::recall),
                mean(measures, Measures::ndcg),
                mean(measures, Measures::reciprocalRank),
                variant.equals(DEFAULTS) ? "" : against(defaults, measures)));
  }

  /** By paired tests, query by query. */
  private static String against(List<Measures> defaults, List<Measures> others) {
    var ndcg = test(defaults, others, Measures::ndcg);
    return String.format(
        Locale.ROOT,
        "%+.4f  [%+.4f, %+.4f]  p = %.4f    %9.4f %9.4f",
        ndcg.difference(),
        ndcg.low(),
        ndcg.high(),
        ndcg.p(),
        test(defaults, others, Measures::recall).p(),
        test(defaults, others, Measures::reciprocalRank).p());
  }

  private static PairedTest test(
      List<Measures> a, List<Measures> b, ToDoubleFunction<Measures> measure) {
    return PairedTest.of(values(a, measure), values(b, measure));
  }

  private static double[] values(List<Measures> measures, ToDoubleFunction<Measures> measure) {
    return measures.stream().mapToDouble(measure).toArray();
  }

  private static double mean(List<Measures> measures, ToDoubleFunction<Measures> measure) {
    return measures.stream().mapToDouble(measure).average().orElse(0);
  }

  private static void ingest(MemoryEngine engine, JudgedSet set) throws IOException {
    var byNamespace = set.memoriesByNamespace();
    long count = byNamespace.values().stream().mapToLong(List::size).sum();
    try (var progress = new ProgressBar("embedding " + set.name(), count)) {
      byNamespace.forEach(
          (namespace, memories) -> {
            for (int from = 0; from < memories.size(); from += BATCH) {
              List<Memory> batch = memories.subList(from, Math.min(memories.size(), from + BATCH));
              engine.namespace(namespace).putAll(batch);
              progress.stepBy(batch.size());
            }
          });
    }
  }
}
