package dev.mneme.bench.report;

import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.DataFiles;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.peers.EngineKind;
import dev.mneme.bench.work.Answer;
import dev.mneme.bench.work.Latencies;
import dev.mneme.bench.work.Task;
import dev.mneme.bench.work.Worker;
import dev.mneme.bench.worker.CppHnswlib;
import dev.mneme.bench.worker.Engine;
import dev.mneme.core.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures all engines side by side: each in a process of its own, all alive at the same time and
 * idle but for the one at work, so that rounds go round the engines and a drift of the machine
 * meets all of them.
 */
public final class ReportRun {
  private static final int K = 10;

  /** However short time is. */
  private static final int LEAST_ROUNDS = 2;

  private final Extent extent;
  private final List<Contestant> contestants;
  private final Path work;
  private final Progress progress;
  private final Recorder recorder = new Recorder();
  private final Forecast forecast = new Forecast();
  private final Schedule schedule;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> engineSettings = new LinkedHashMap<>();
  private final Instant started = Instant.now();
  private final Map<String, String> machine = Machine.describe();
  private String dataName = "";
  private int forksLeft;

  public ReportRun(Extent extent, Path work, Progress progress) {
    this(extent, extent.engines().stream().map(Contestant::of).toList(), work, progress);
  }

  private ReportRun(Extent extent, List<Contestant> contestants, Path work, Progress progress) {
    this.extent = extent;
    this.schedule = new Schedule(extent);
    this.contestants = contestants;
    this.work = work;
    this.progress = progress;
  }

  /** With one more contestant, next to the first, so that the two meet the same machine. */
  public ReportRun with(Contestant other) {
    var all = new ArrayList<>(contestants);
    all.add(1, other);
    return new ReportRun(extent, all, work, progress);
  }

  /** With more options for the JVM of one engine. */
  public ReportRun withOptions(EngineKind kind, List<String> options) {
    var changed =
        contestants.stream()
            .map(one -> one.kind() == kind ? one.withOptions(options) : one)
            .toList();
    return new ReportRun(extent, changed, work, progress);
  }

  /** Who is told what there is so far. */
  @FunctionalInterface
  public interface Listener {
    void measured(Results soFar) throws IOException;
  }

  /**
   * Measures everything. The data must be of one set or of one a size.
   *
   * @param listener is told after each kind of work, so that a run that is cut short leaves what it
   *     has
   */
  public Results run(DataSource data, Listener listener) throws IOException {
    Files.createDirectories(work);
    // Of its own, because another run may go on at the same time.
    var directory = Files.createTempDirectory(work, "run-");
    try {
      for (int size : extent.sizes()) {
        var files = data.files(size);
        dataName = files.name();
        for (int fork = 0; fork < extent.forks(); fork++) {
          forksLeft = extent.forks() - 1 - fork;
          measure(files, size, directory, listener);
        }
      }
    } finally {
      Storage.system().deleteTree(directory);
    }
    noteLowRecall();
    return results();
  }

  private Results results() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("data", dataName);
    settings.put("sizes", extent.sizes().toString());
    settings.put("rounds", Integer.toString(extent.rounds()));
    settings.put(Results.FORKS, Integer.toString(extent.forks()));
    settings.put("k", Integer.toString(K));
    settings.put("took", ChronoUnit.SECONDS.between(started, Instant.now()) + " s");
    return new Results(
        Results.SCHEMA,
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.commit(Path.of(".")),
        machine,
        settings,
        engines(),
        Latencies.QUANTILES,
        recorder.measurements(),
        recorder.distributions(),
        List.copyOf(notes));
  }

  /** Where the vectors and texts of a size are. */
  @FunctionalInterface
  public interface DataSource {
    DataFiles files(int size) throws IOException;
  }

  private List<Results.EngineInfo> engines() {
    return contestants.stream()
        .filter(contestant -> engineSettings.containsKey(contestant.key()))
        .map(
            contestant ->
                new Results.EngineInfo(
                    contestant.key(),
                    contestant.label(),
                    engineSettings.getOrDefault(contestant.key(), "")))
        .toList();
  }

  private void measure(DataFiles files, int size, Path scratch, Listener listener)
      throws IOException {
    say(size, "exact answers by brute force", left(size, contestants, schedule.phases(size)));
    var truth = scratch.resolve("truth-" + size + ".json");
    try (var corpus = Corpus.open(files, size)) {
      Truth.compute(corpus, K, size == extent.largest()).save(truth);
    }
    var engines = new LinkedHashMap<Contestant, Engine>();
    var phases = new ArrayDeque<>(schedule.phases(size));
    try {
      for (int i = 0; i < contestants.size(); i++) {
        var contestant = contestants.get(i);
        var toLoad = contestants.subList(i, contestants.size());
        say(size, "loading " + contestant.label(), left(size, toLoad, phases));
        var directory = scratch.resolve(contestant.key());
        var setup = new Worker.Setup(contestant.kind().key(), files, size, truth, directory);
        load(contestant, setup, engines);
      }
      while (!phases.isEmpty()) {
        var phase = fitted(phases.removeFirst(), engines, size, phases);
        run(phase, engines, size, phases);
        listener.measured(results());
      }
    } finally {
      for (var engine : engines.values()) {
        engine.close();
      }
    }
  }

  private void load(Contestant contestant, Worker.Setup setup, Map<Contestant, Engine> into)
      throws IOException {
    var errors = setup.directory().resolveSibling(contestant.key() + ".log");
    Files.createDirectories(setup.directory());
    if (contestant.kind() == EngineKind.HNSWLIB_CPP) {
      var missing = CppHnswlib.missing();
      if (!missing.isEmpty()) {
        note(contestant.label() + " skipped: " + missing);
        return;
      }
    }
    long start = System.nanoTime();
    var engine =
        contestant.kind() == EngineKind.HNSWLIB_CPP
            ? CppHnswlib.start(setup, errors)
            : contestant.launcher().start(setup, errors);
    var task = Task.of(Task.Kind.LOAD);
    var answer = tried(contestant, engine, task);
    forecast.took(contestant, setup.memories(), task, (System.nanoTime() - start) / 1e9);
    if (answer.isPresent()) {
      into.put(contestant, engine);
      engineSettings.put(contestant.key(), answer.get().note());
      recorder.add(contestant.key(), setup.memories(), task, answer.get());
    }
  }

  /** An engine that fails is noted and left out; the others go on. */
  private Optional<Answer> tried(Contestant contestant, Engine engine, Task task)
      throws IOException {
    try {
      return Optional.of(engine.run(task));
    } catch (IOException e) {
      note(contestant.label() + " failed at " + task + ": " + e.getMessage());
      engine.close();
      return Optional.empty();
    }
  }

  /** In fewer rounds where all that is left would take longer than there is time. */
  private Schedule.Phase fitted(
      Schedule.Phase phase,
      Map<Contestant, Engine> engines,
      int size,
      Collection<Schedule.Phase> later) {
    var there = List.copyOf(engines.keySet());
    double needed = forecast.phase(phase, there, size) + left(size, List.of(), later);
    double share = (extent.minutes() * 60.0 - progress.seconds()) / needed;
    if (extent.minutes() == 0 || share >= 1) {
      return phase;
    }
    int rounds = Math.max(Math.min(LEAST_ROUNDS, phase.rounds()), (int) (phase.rounds() * share));
    if (rounds < phase.rounds()) {
      note(
          String.format(
              Locale.ROOT,
              "Time is short: %s at %,d memories in %d rounds instead of %d",
              phase.name(),
              size,
              rounds,
              phase.rounds()));
    }
    return phase.withRounds(rounds);
  }

  private void run(
      Schedule.Phase phase,
      Map<Contestant, Engine> engines,
      int size,
      Collection<Schedule.Phase> later)
      throws IOException {
    for (int round = 0; round <= phase.rounds(); round++) {
      for (var entry : List.copyOf(engines.entrySet())) {
        var contestant = entry.getKey();
        var tasks = (round == 0 ? phase.warmUp() : phase.tasks()).apply(contestant.kind());
        if (tasks.isEmpty()) {
          continue;
        }
        int rounds = phase.rounds() - Math.max(round, 1) + 1;
        var there = List.copyOf(engines.keySet());
        say(
            size,
            phase.name()
                + (round == 0 ? ", warming up" : ", round " + round + " of " + phase.rounds()),
            rounds * forecast.round(phase, there, size, false) + left(size, List.of(), later));
        if (!turn(contestant, entry.getValue(), tasks, size, round > 0)) {
          engines.remove(contestant);
        }
      }
    }
  }

  /** Whether the engine is still alive. */
  private boolean turn(
      Contestant contestant, Engine engine, List<Task> tasks, int size, boolean counts)
      throws IOException {
    for (var task : tasks) {
      long start = System.nanoTime();
      var answer = tried(contestant, engine, task);
      forecast.took(contestant, size, task, (System.nanoTime() - start) / 1e9);
      if (answer.isEmpty()) {
        return false;
      }
      if (counts) {
        recorder.add(contestant.key(), size, task, answer.get());
      }
    }
    return true;
  }

  private void say(int size, String what, double left) {
    progress.phase(String.format(Locale.ROOT, "%,d memories: %s", size, what), left);
  }

  /** Seconds: these loads, these phases, and all of the larger sizes. */
  private double left(int size, List<Contestant> toLoad, Collection<Schedule.Phase> phases) {
    double here =
        forecast.loads(toLoad, size)
            + phases.stream().mapToDouble(p -> forecast.phase(p, contestants, size)).sum();
    return here
        + forksLeft * all(size)
        + extent.forks()
            * extent.sizes().stream()
                .filter(other -> other > size)
                .mapToDouble(other -> all(other))
                .sum();
  }

  private double all(int size) {
    return forecast.loads(contestants, size)
        + schedule.phases(size).stream()
            .mapToDouble(phase -> forecast.phase(phase, contestants, size))
            .sum();
  }

  /** An engine that is set up to lose is a fault of the benchmark, so it is told. */
  private void noteLowRecall() {
    for (int size : extent.sizes()) {
      for (var contestant : contestants) {
        recorder.measurements().stream()
            .filter(m -> m.metric().equals("recall") && m.work().equals("vector"))
            .filter(m -> m.engine().equals(contestant.key()) && m.memories() == size)
            .mapToDouble(Measurement::median)
            .max()
            .stream()
            .filter(best -> best < MarkdownTable.WANTED_RECALL)
            .forEach(
                best ->
                    note(
                        String.format(
                            Locale.ROOT,
                            "%s reaches a recall of %.4f only at %,d memories",
                            contestant.label(),
                            best,
                            size)));
      }
    }
  }

  private void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
      progress.say(text);
    }
  }
}
