package dev.mneme.bench.report;

import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.work.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the work that is left will take: what a task took when it was done before, else what it
 * took on a machine with two processors, by a table, scaled by how this machine has done so far.
 * Only for progress lines and for how many rounds fit; no figure depends on it.
 */
final class Forecast {
  private static final int QUERIES = 1_000;
  private static final int FILTER_QUERIES = 100;
  private static final int TABLE_SIZE = 100_000;

  /** Bounds of what is believed of this machine against the table's. */
  private static final double FASTEST = 0.4;

  private static final double SLOWEST = 4;

  private record Known(String contestant, int size, Task task) {}

  private final Map<Known, Double> known = new HashMap<>();
  private double expected = 1;
  private double actual = 1;

  /** One contestant has done one task. */
  void took(Contestant contestant, int size, Task task, double seconds) {
    expected += table(contestant.kind(), size, task);
    actual += seconds;
    known.put(new Known(contestant.key(), size, task), seconds);
  }

  double seconds(Contestant contestant, int size, Task task) {
    double scale = Math.clamp(actual / expected, FASTEST, SLOWEST);
    double guess = scale * table(contestant.kind(), size, task);
    return known.getOrDefault(new Known(contestant.key(), size, task), guess);
  }

  /** One round of a phase by all of them. */
  double round(Schedule.Phase phase, List<Contestant> contestants, int size, boolean warmUp) {
    return contestants.stream()
        .mapToDouble(
            contestant ->
                (warmUp ? phase.warmUp() : phase.tasks())
                    .apply(contestant.kind()).stream()
                        .mapToDouble(task -> seconds(contestant, size, task))
                        .sum())
        .sum();
  }

  double phase(Schedule.Phase phase, List<Contestant> contestants, int size) {
    return round(phase, contestants, size, true)
        + phase.rounds() * round(phase, contestants, size, false);
  }

  double loads(List<Contestant> contestants, int size) {
    var load = Task.of(Task.Kind.LOAD);
    return contestants.stream().mapToDouble(c -> seconds(c, size, load)).sum();
  }

  private static double table(EngineKind kind, int size, Task task) {
    double limit = task.seconds();
    return switch (task.work()) {
      case LOAD -> 4 + size / loadedASecond(kind);
      case MEMORY -> 0.7;
      case REOPEN -> 1;
      case VECTOR -> Math.min(limit, QUERIES * 1e-6 * micros(kind, size)) * legFactor(kind);
      case HYBRID -> Math.min(limit, QUERIES * 600e-6);
      case FILTER -> Math.min(limit, FILTER_QUERIES * 3e-6 * micros(kind, size)) + 0.02;
      case ALLOCATION -> 0.3;
      case OPERATIONS -> 3.5 * limit;
      case MIXED -> limit;
      case USERS -> 2 * Math.min(limit, task.threads() * QUERIES * 400e-6);
    };
  }

  /** The leg of whole memories is timed once more by itself. */
  private static int legFactor(EngineKind kind) {
    return kind == EngineKind.MNEME ? 2 : 1;
  }

  private static double loadedASecond(EngineKind kind) {
    return switch (kind) {
      case MNEME -> 5_500;
      case MNEME_VECTOR -> 4_000;
      case LUCENE, LUCENE_SQ -> 2_000;
      case JVECTOR -> 1_500;
      case HNSWLIB_CORE -> 2_700;
      case HNSWLIB_CPP -> 6_500;
      case LANGCHAIN4J, SPRING_AI -> 30_000;
      case EXACT -> 100_000;
    };
  }

  /** Of a search at a middling depth. */
  private static double micros(EngineKind kind, int size) {
    double share = (double) size / TABLE_SIZE;
    return switch (kind) {
      case MNEME -> 250;
      case MNEME_VECTOR -> 140;
      case LUCENE, LUCENE_SQ, HNSWLIB_CPP -> 400;
      case JVECTOR -> 1_000;
      case HNSWLIB_CORE -> 750;
      case LANGCHAIN4J, SPRING_AI -> 80_000 * share;
      case EXACT -> 12_000 * share;
    };
  }
}
