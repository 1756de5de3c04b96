package dev.mneme.bench.report;

import dev.mneme.bench.data.FilterKind;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.peers.EngineKind.Ability;
import dev.mneme.bench.work.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which work is done by which engine, in which order. Engines that scan all vectors get less time
 * for each piece of work: they need a few searches to show what they can do, not 1,000.
 */
final class Schedule {
  private static final int EF = 100;
  private static final List<Integer> USERS = List.of(1, 3, 5, 10, 20, 100);

  /** So many times longer may many users take than other work. */
  private static final int USERS_FACTOR = 6;

  private static final List<Double> WRITE_SHARES = List.of(0.05, 0.5);

  /** Users of an engine that scans: each waits for all others, for most of a second a search. */
  private static final int MOST_SCANNING = 5;

  /** Depths that show a curve, for sizes that are not the one looked at closely. */
  private static final List<Integer> FEW_EFS = List.of(20, 40, 60, 80, 120, 160);

  private static final double SCANNING_SHARE = 0.5;

  /** So many times longer may be warmed up. */
  private static final int WARM_UP = 4;

  /** Of 1,000 searches each: hnswlib-core was seen to be at half its speed for the first 3,000. */
  private static final int WARM_UPS = 3;

  /** There are 18 filters, each with 100 queries. */
  private static final int FILTER_ROUNDS = 2;

  /** Fewer rounds say nothing of noise. */
  private static final int LEAST_ROUNDS = 3;

  /**
   * Tasks that are done in turn by all engines, so often.
   *
   * @param warmUp what is done once before, and not counted
   * @param tasks of one round; empty for an engine that cannot or need not do them
   */
  record Phase(
      String name,
      int rounds,
      Function<EngineKind, List<Task>> warmUp,
      Function<EngineKind, List<Task>> tasks) {

    boolean suits(EngineKind engine) {
      return !tasks.apply(engine).isEmpty();
    }

    Phase withRounds(int others) {
      return new Phase(name, others, warmUp, tasks);
    }
  }

  private final Extent extent;

  Schedule(Extent extent) {
    this.extent = extent;
  }

  /** In this order; what adds memories comes last. */
  List<Phase> phases(int size) {
    boolean closely = size == extent.largest();
    var phases = new ArrayList<Phase>();
    phases.add(vector(closely));
    phases.add(hybrid(closely));
    if (closely) {
      phases.add(filters());
      phases.add(once("allocation", Task.of(Task.Kind.ALLOCATION).ef(EF), _ -> true));
    }
    phases.add(once("memory", Task.of(Task.Kind.MEMORY), _ -> true));
    phases.add(once("reopen", Task.of(Task.Kind.REOPEN), kind -> kind.can(Ability.PERSIST)));
    if (closely) {
      phases.add(operations());
      phases.add(mixed());
      phases.add(users());
    }
    phases.removeIf(phase -> !extent.only().isEmpty() && !extent.only().contains(phase.name()));
    return phases;
  }

  private Phase vector(boolean closely) {
    double seconds = extent.seconds() * WARM_UP;
    return new Phase(
        "vector",
        rounds(closely),
        kind -> {
          var warm = limited(Task.of(Task.Kind.VECTOR).ef(warmEf(kind)), kind);
          return kind.can(Ability.GRAPH)
              ? Collections.nCopies(WARM_UPS, warm.seconds(seconds))
              : List.of(warm);
        },
        kind ->
            efs(kind).stream()
                .filter(ef -> closely || ef == 0 || FEW_EFS.contains(ef))
                .map(ef -> limited(Task.of(Task.Kind.VECTOR).ef(ef), kind))
                .toList());
  }

  private List<Integer> efs(EngineKind kind) {
    return kind.can(Ability.GRAPH) && !extent.efs().isEmpty() ? extent.efs() : kind.efs();
  }

  /** An engine that scans has no ef. */
  private static int warmEf(EngineKind kind) {
    return kind.can(Ability.GRAPH) ? EF : 0;
  }

  private Phase hybrid(boolean closely) {
    var one = Task.of(Task.Kind.HYBRID);
    var two = one.threads(2);
    return of("hybrid", rounds(closely), Ability.HYBRID, List.of(two, two, two), List.of(one, two));
  }

  private Phase filters() {
    var tasks = new ArrayList<Task>();
    for (var filter : FilterKind.values()) {
      for (double share : Truth.SELECTIVITIES) {
        tasks.add(Task.of(Task.Kind.FILTER).ef(EF).filter(filter.name()).share(share));
      }
    }
    return new Phase(
        "filters",
        Math.min(FILTER_ROUNDS, extent.rounds()),
        kind ->
            kind.can(Ability.GRAPH) && kind.can(Ability.FILTER) ? limited(tasks, kind) : List.of(),
        kind -> kind.can(Ability.FILTER) ? limited(tasks, kind) : List.of());
  }

  private Phase operations() {
    var task = List.of(Task.of(Task.Kind.OPERATIONS));
    return of("operations", fewRounds(), Ability.UPDATE, task, task);
  }

  private Phase mixed() {
    var tasks =
        WRITE_SHARES.stream()
            .map(share -> Task.of(Task.Kind.MIXED).threads(2).share(share))
            .toList();
    return of("mixed", fewRounds(), Ability.UPDATE, List.of(), tasks);
  }

  /** 1,000 operations by each: what has to end earlier says how many it did. */
  private Phase users() {
    double seconds = extent.seconds() * USERS_FACTOR;
    return new Phase(
        "users",
        1,
        _ -> List.of(),
        kind ->
            writes(kind)
                ? USERS.stream()
                    .filter(n -> kind.can(Ability.GRAPH) || n <= MOST_SCANNING)
                    .map(n -> Task.of(Task.Kind.USERS).threads(n))
                    .map(
                        task ->
                            kind.can(Ability.GRAPH) ? task.seconds(seconds) : limited(task, kind))
                    .toList()
                : List.of());
  }

  /** Quantized vectors change nothing about how Lucene writes, so it writes once only. */
  private static boolean writes(EngineKind kind) {
    return kind.can(Ability.UPDATE) && kind != EngineKind.LUCENE_SQ;
  }

  private int rounds(boolean closely) {
    return closely ? extent.rounds() : fewRounds();
  }

  private int fewRounds() {
    return Math.min(LEAST_ROUNDS, extent.rounds());
  }

  private Phase once(String name, Task task, Predicate<EngineKind> suits) {
    return new Phase(
        name,
        1,
        _ -> List.of(),
        kind -> suits.test(kind) ? List.of(limited(task, kind)) : List.of());
  }

  private Phase of(String name, int rounds, Ability wanted, List<Task> warmUp, List<Task> tasks) {
    return new Phase(
        name,
        rounds,
        kind -> suits(kind, wanted) ? limited(warmUp, kind) : List.of(),
        kind -> suits(kind, wanted) ? limited(tasks, kind) : List.of());
  }

  private static boolean suits(EngineKind kind, Ability wanted) {
    return wanted == Ability.UPDATE ? writes(kind) : kind.can(wanted);
  }

  private List<Task> limited(List<Task> tasks, EngineKind kind) {
    return tasks.stream().map(task -> limited(task, kind)).toList();
  }

  private Task limited(Task task, EngineKind kind) {
    return task.seconds(extent.seconds() * (kind.can(Ability.GRAPH) ? 1 : SCANNING_SHARE));
  }
}
