package dev.mneme.examples.hostile;

import dev.mneme.memory.Memory;
import dev.mneme.error.MnemeException;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The child of {@link HostileInputTest}: runs one case after the other against one store, with a
 * watchdog, and says how each ended.
 */
final class HostileInputChild {
  /** What the cases make in the working directory, beside which there must be nothing. */
  static final List<String> OWN_FILES = List.of("store", "stores", "files");

  /**
   * The promise is 2 s: of the caller's processor time, whatever else the machine does, while the
   * wall clock, which other processes move too, has five times as much.
   */
  private static final long PROMISED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int PATIENCE_SECONDS = Integer.getInteger("mneme.test.hostileSeconds", 10);

  private static final int MESSAGE = 2_000;

  private HostileInputChild() {}

  /** What is tried. */
  interface Action {
    void run() throws Exception;
  }

  /** One try, by name. */
  record Case(String name, Action action) {}

  public static void main(String[] arguments) throws Exception {
    var engine = MemoryEngine.open(Path.of("store"), EngineOptions.defaults());
    fill(engine);
    var cases = new ArrayList<Case>();
    cases.addAll(new HostileFilters(engine.namespace()).all());
    cases.addAll(new HostileQueries(engine.namespace()).all());
    cases.addAll(new HostileMemories(engine).all());
    cases.addAll(new HostileOptions(engine, Path.of("stores")).all());
    cases.addAll(new HostileFiles(Path.of("files")).all());
    for (var one : cases) {
      System.out.println(outcome(one));
    }
    var problems = new ArrayList<>(engine.verify().problems());
    engine.close();
    try (var again = MemoryEngine.open(Path.of("store"), EngineOptions.defaults())) {
      problems.addAll(again.verify().problems());
    }
    problems.forEach(problem -> System.out.println("bad store: " + problem));
    System.out.println("end");
    System.out.flush();
    System.exit(0);
  }

  private static void fill(MemoryEngine engine) {
    var random = new Random(1);
    var memories = new ArrayList<Memory>();
    for (int i = 0; i < 500; i++) {
      memories.add(
          Memory.text("alpha beta gamma delta w" + i)
              .id("m" + i)
              .attribute("a", "v" + i % 7)
              .attribute("n", i)
              .time(java.time.Instant.ofEpochSecond(1_000_000 + i))
              .embedding(random.nextFloat(), random.nextFloat(), 1, -1)
              .build());
    }
    engine.namespace().putAll(memories);
  }

  private static String outcome(Case one) throws Exception {
    var used = new AtomicLong();
    var task =
        new FutureTask<>(
            () -> {
              try {
                one.action().run();
              } finally {
                used.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
              }
              return true;
            });
    long start = System.nanoTime();
    var thread = Thread.ofPlatform().daemon().start(task);
    try {
      task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return used.get() > PROMISED_NANOS
          ? "bad " + one.name() + " used the processor for " + used.get() / 1_000_000 + " ms"
          : "done " + one.name() + took(start);
    } catch (TimeoutException e) {
      return "bad " + one.name() + " hangs: " + List.of(thread.getStackTrace());
    } catch (java.util.concurrent.ExecutionException e) {
      return refusal(one, e.getCause()) + took(start);
    }
  }

  private static String took(long start) {
    return " " + (System.nanoTime() - start) / 1_000_000 + " ms";
  }

  private static String refusal(Case one, Throwable error) {
    var message = String.valueOf(error.getMessage());
    if (!(error instanceof MnemeException)) {
      error.printStackTrace();
      return "bad " + one.name() + " ends as " + error.getClass() + ": " + shown(message);
    }
    if (message.length() > MESSAGE || message.chars().anyMatch(Character::isISOControl)) {
      return "bad " + one.name() + " is refused in no clear line: " + shown(message);
    }
    return "refused " + one.name() + ": " + shown(message);
  }

  private static String shown(String message) {
    return message.substring(0, Math.min(message.length(), 150)).replaceAll("\\p{Cntrl}", "?");
  }
}
