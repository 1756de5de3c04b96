package dev.mneme.bench.report;

import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.work.Figure.Better;
import dev.mneme.bench.work.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Made-up results of all kinds of work, with noise by a seed. */
final class SampleResults {
  private final SplittableRandom random;
  private final String created;
  private final double slowdown;
  private final double machine;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Distribution> distributions = new ArrayList<>();

  /**
   * Of a run.
   *
   * @param slowdown by which Mneme's searches by vector take longer
   * @param machine by which everything takes longer
   */
  private SampleResults(long seed, String created, double slowdown, double machine) {
    this.random = new SplittableRandom(seed);
    this.created = created;
    this.slowdown = slowdown;
    this.machine = machine;
  }

  /** A run of its own. */
  static Results of(long seed, double slowdown, double machine) {
    return new SampleResults(seed, "run " + seed, slowdown, machine).results();
  }

  /** A part of the one run that builds are measured in side by side. */
  static Results sideBySide(long seed, double slowdown) {
    return new SampleResults(seed, "the run", slowdown, 1).results();
  }

  private Results results() {
    for (var engine : EngineKind.values()) {
      for (int size : List.of(10_000, 100_000)) {
        vector(engine, size);
        searches(engine, size);
        once(engine, size);
      }
    }
    var engines =
        List.of(EngineKind.values()).stream()
            .map(kind -> new Results.EngineInfo(kind.key(), kind.label(), "made up"))
            .toList();
    return new Results(
        Results.SCHEMA,
        created,
        "0123456789ab",
        Map.of("processor", "made up </script> & \"quoted\"", "JVM", "25"),
        Map.of("data", "made up", Results.FORKS, "1"),
        engines,
        Latencies.QUANTILES,
        measurements,
        distributions,
        List.of("nothing was skipped"));
  }

  private void vector(EngineKind engine, int size) {
    double own = engine == EngineKind.MNEME ? slowdown : 1;
    for (int ef : engine.efs()) {
      double micros = (ef == 0 ? 7_000 : 50 + ef) * own * Math.log(size);
      var at = Map.of("ef", Integer.toString(ef));
      add(engine, "vector", size, at, "recall", "share", ef == 0 ? 1 : 1 - 1.0 / (ef + 10));
      time(engine, "vector", size, at, "p50", micros);
      add(engine, "vector", size, at, "per_second", "1/s", 1e6 / (micros * noise()));
      latencies(engine, "vector", size, at, micros);
    }
  }

  private void searches(EngineKind engine, int size) {
    for (var threads : List.of("1", "2")) {
      time(engine, "hybrid", size, Map.of("threads", threads), "p50", 500);
      time(engine, "hybrid", size, Map.of("threads", threads), "p99", 900);
      latencies(engine, "hybrid", size, Map.of("threads", threads), 500);
    }
    for (var kind : List.of("uncorrelated", "correlated", "opposed")) {
      for (var share : List.of("1.0E-4", "0.01", "0.9")) {
        var at = Map.of("filter", kind, "selectivity", share);
        time(engine, "filter", size, at, "p50", 300);
        time(engine, "filter", size, at, "p99", 600);
        add(engine, "filter", size, at, "recall", "share", 0.97);
        add(engine, "filter", size, at, "all_k_returned", "share", 1);
      }
    }
    for (var users : List.of("1", "10", "100")) {
      add(engine, "users", size, Map.of("threads", users), "search_per_second", "1/s", 2_000);
      time(engine, "users", size, Map.of("threads", users), "search_p99", 4_000);
      add(engine, "users", size, Map.of("threads", users), "search_errors", "share", 0);
    }
    for (var writes : List.of("0.05", "0.5")) {
      time(engine, "mixed", size, Map.of("writes", writes), "p50", 450);
    }
  }

  private void once(EngineKind engine, int size) {
    add(engine, "load", size, Map.of(), "per_second", "1/s", 3_000);
    for (var metric : List.of("heap", "resident", "disk")) {
      add(engine, "memory", size, Map.of(), metric, "bytes/memory", 1_900);
    }
    add(engine, "allocation", size, Map.of(), "vector", "bytes/search", 9_000);
    time(engine, "operations", size, Map.of(), "store_one_p50", 40);
    time(engine, "reopen", size, Map.of(), "open_to_first_answer", 1);
  }

  /** A few percent, as on a machine that others use too. */
  private double noise() {
    return Math.exp(0.02 * random.nextGaussian());
  }

  private void time(
      EngineKind engine,
      String work,
      int size,
      Map<String, String> parameters,
      String metric,
      double micros) {
    add(engine, work, size, parameters, metric, "us", micros);
  }

  private void add(
      EngineKind engine,
      String work,
      int size,
      Map<String, String> parameters,
      String metric,
      String unit,
      double value) {
    boolean higher = unit.equals("1/s") || metric.equals("recall");
    DoubleSupplier sample =
        switch (unit) {
          case "us" -> () -> value * machine * noise();
          case "1/s" -> () -> value / machine * noise();
          default -> () -> value;
        };
    var samples = DoubleStream.generate(sample).limit(5).boxed().toList();
    measurements.add(
        new Measurement(
            work,
            engine.key(),
            size,
            new TreeMap<>(parameters),
            metric,
            unit,
            higher ? Better.HIGHER : Better.LOWER,
            samples));
  }

  private void latencies(
      EngineKind engine, String work, int size, Map<String, String> parameters, double micros) {
    var quantiles = Latencies.QUANTILES.stream().map(q -> micros * (0.8 + q * q)).toList();
    distributions.add(
        new Distribution(work, engine.key(), size, new TreeMap<>(parameters), quantiles));
  }
}
