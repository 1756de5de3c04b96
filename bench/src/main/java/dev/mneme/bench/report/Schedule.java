package dev.mneme.bench.report;

import dev.mneme.bench.data.FilterKind;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.peers.EngineKind.Ability;
import dev.mneme.bench.work.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which work is done by which engine, in which order. */
final class Schedule {
  private static final int EF = 100;
  private static final List<Integer> USERS = List.of(1, 3, 5, 10, 20, 100);
  private static final List<Double> WRITE_SHARES = List.of(0.05, 0.5);

  /**
   * Tasks that are done in turn by all engines, so often.
   *
   * @param wanted which ability an engine needs
   * @param warmUp what is done once before, and not counted
   */
  record Phase(
      String name, Optional<Ability> wanted, int rounds, List<Task> warmUp, List<Task> tasks) {
    boolean suits(EngineKind engine) {
      return wanted.isEmpty() || engine.can(wanted.get());
    }

    /** An engine that scans has no ef, so it does each task once. */
    List<Task> tasksOf(EngineKind engine) {
      boolean swept = tasks.stream().allMatch(task -> task.work() == Task.Kind.VECTOR);
      if (!swept) {
        return tasks;
      }
      double seconds = tasks.getFirst().seconds();
      boolean chosen = tasks.size() > 1 && engine.can(Ability.GRAPH);
      var efs = chosen ? tasks.stream().map(Task::ef).toList() : engine.efs();
      return efs.stream().map(ef -> Task.of(Task.Kind.VECTOR).ef(ef).seconds(seconds)).toList();
    }
  }

  private static final Optional<Ability> ANY = Optional.empty();

  private final Extent extent;

  Schedule(Extent extent) {
    this.extent = extent;
  }

  /** In this order; what adds memories comes last. */
  List<Phase> phases(int size) {
    double seconds = extent.seconds();
    int rounds = extent.rounds();
    var vector = Task.of(Task.Kind.VECTOR).ef(EF).seconds(seconds);
    var thorough = vector.seconds(4 * seconds);
    var phases = new ArrayList<Phase>();
    phases.add(new Phase("vector", ANY, rounds, List.of(thorough, thorough), swept(vector)));
    var hybrid = Task.of(Task.Kind.HYBRID).seconds(seconds);
    var warm = hybrid.threads(2).seconds(4 * seconds);
    phases.add(
        new Phase(
            "hybrid",
            Optional.of(Ability.HYBRID),
            rounds,
            List.of(warm, warm),
            List.of(hybrid, hybrid.threads(2))));
    if (size == extent.largest()) {
      phases.add(filters());
      phases.add(
          new Phase(
              "allocation",
              ANY,
              1,
              List.of(),
              List.of(Task.of(Task.Kind.ALLOCATION).ef(EF).seconds(seconds))));
    }
    phases.add(once("memory", ANY, Task.Kind.MEMORY));
    phases.add(once("reopen", Optional.of(Ability.PERSIST), Task.Kind.REOPEN));
    if (size == extent.largest()) {
      phases.addAll(writes());
    }
    phases.removeIf(phase -> !extent.only().isEmpty() && !extent.only().contains(phase.name()));
    return phases;
  }

  /** More than one only where depths are chosen for all engines. */
  private List<Task> swept(Task vector) {
    return extent.efs().size() < 2
        ? List.of(vector)
        : extent.efs().stream().map(vector::ef).toList();
  }

  private static Phase once(String name, Optional<Ability> wanted, Task.Kind work) {
    return new Phase(name, wanted, 1, List.of(), List.of(Task.of(work)));
  }

  private Phase filters() {
    var tasks = new ArrayList<Task>();
    for (var kind : FilterKind.values()) {
      for (double selectivity : Truth.SELECTIVITIES) {
        tasks.add(
            Task.of(Task.Kind.FILTER)
                .ef(EF)
                .filter(kind.name())
                .share(selectivity)
                .seconds(extent.seconds() / 2));
      }
    }
    return new Phase(
        "filters", Optional.of(Ability.FILTER), Math.min(3, extent.rounds()), tasks, tasks);
  }

  private List<Phase> writes() {
    double seconds = extent.seconds();
    int rounds = Math.min(3, extent.rounds());
    var operations = Task.of(Task.Kind.OPERATIONS).seconds(seconds);
    var mixed =
        WRITE_SHARES.stream()
            .map(share -> Task.of(Task.Kind.MIXED).threads(2).share(share).seconds(2 * seconds))
            .toList();
    var users =
        USERS.stream().map(n -> Task.of(Task.Kind.USERS).threads(n).seconds(seconds)).toList();
    return List.of(
        new Phase(
            "operations",
            Optional.of(Ability.UPDATE),
            rounds,
            List.of(operations),
            List.of(operations)),
        new Phase("mixed", Optional.of(Ability.UPDATE), rounds, List.of(), mixed),
        new Phase("users", Optional.of(Ability.UPDATE), 1, List.of(), users));
  }
}
