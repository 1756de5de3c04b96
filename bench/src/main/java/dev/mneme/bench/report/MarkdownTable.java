package dev.mneme.bench.report;

import dev.mneme.bench.peers.EngineKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The README's table: all engines at the largest size, one thread. */
public final class MarkdownTable {
  static final double WANTED_RECALL = 0.99;
  private static final String NONE = "-";

  private final Results results;
  private final int memories;

  public MarkdownTable(Results results) {
    this.results = results;
    this.memories = results.measurements().stream().mapToInt(Measurement::memories).max().orElse(0);
  }

  public String render() {
    var out = new StringBuilder();
    out.append(
        """
        | engine | ef | recall@10 | searches/s | p50 | p99 | hybrid p50 | p99 | ingest/s | heap | resident | disk |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """);
    results.engines().forEach(engine -> row(engine, out));
    out.append(
        String.format(
            Locale.ROOT,
            "%n%,d memories (%s), one thread, times in us, sizes in bytes a memory; by vector at the"
                + " fastest swept ef with recall@10 of at least %.2f, checked against a scan in the"
                + " same run.%n%s, %s; commit %s, %s.%n",
            memories,
            results.settings().getOrDefault("data", ""),
            WANTED_RECALL,
            results.machine().getOrDefault("processor", ""),
            results.machine().getOrDefault("JVM", ""),
            results.commit(),
            results.created()));
    results.notes().forEach(note -> out.append(note).append('\n'));
    return out.toString();
  }

  private void row(Results.EngineInfo engine, StringBuilder out) {
    var key = engine.key();
    var best = best(key).map(Measurement::parameters).map(Map::copyOf).orElse(Map.of());
    var one = Map.of("threads", "1");
    var bold = key.equals(EngineKind.MNEME.key()) ? "**" : "";
    var cells =
        List.of(
            bold + engine.label() + bold,
            best.getOrDefault("ef", "0").equals("0") ? NONE : best.getOrDefault("ef", NONE),
            text(value("vector", key, "recall", best), 4),
            text(value("vector", key, "per_second", best), 0),
            text(value("vector", key, "p50", best), 0),
            text(value("vector", key, "p99", best), 0),
            text(value("hybrid", key, "p50", one), 0),
            text(value("hybrid", key, "p99", one), 0),
            text(value("load", key, "per_second", Map.of()), 0),
            text(value("memory", key, "heap", Map.of()), 0),
            text(value("memory", key, "resident", Map.of()), 0),
            text(value("memory", key, "disk", Map.of()), 0));
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    if (value("vector", key, "leg_per_second", best).isPresent()) {
      out.append("| its vector leg alone | | | ")
          .append(text(value("vector", key, "leg_per_second", best), 0))
          .append(" | ")
          .append(text(value("vector", key, "leg_p50", best), 0))
          .append(" | ")
          .append(text(value("vector", key, "leg_p99", best), 0))
          .append(" | | | | | | |\n");
    }
  }

  /** The fastest setting that finds enough; the one that finds most where none does. */
  private Optional<Measurement> best(String engine) {
    var recalls = of("vector", engine, "recall").toList();
    return recalls.stream()
        .filter(recall -> recall.median() >= WANTED_RECALL)
        .max(
            Comparator.comparingDouble(
                recall -> value("vector", engine, "per_second", recall.parameters()).orElse(0)))
        .or(() -> recalls.stream().max(Comparator.comparingDouble(Measurement::median)));
  }

  private java.util.stream.Stream<Measurement> of(String work, String engine, String metric) {
    return results.measurements().stream()
        .filter(m -> m.memories() == memories)
        .filter(m -> m.work().equals(work))
        .filter(m -> m.engine().equals(engine))
        .filter(m -> m.metric().equals(metric));
  }

  private OptionalDouble value(
      String work, String engine, String metric, Map<String, String> parameters) {
    return of(work, engine, metric)
        .filter(m -> m.parameters().equals(parameters))
        .mapToDouble(Measurement::median)
        .findFirst();
  }

  private static String text(OptionalDouble value, int digits) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble())
        : NONE;
  }
}
