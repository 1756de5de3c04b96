package dev.mneme.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.storage.MemoryDisk;
import dev.mneme.core.storage.Storage;
import dev.mneme.error.StorageException;
import dev.mneme.index.text.TextIndexFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The whole store on a {@link Machine} that fails: after each failure and recovery what was
 * acknowledged is there, what is there was attempted, batches are whole, all views hold the same
 * ids, Lucene finds its index clean, and nothing deleted is back. Lucene's calls count as any other
 * where they fail at random; each of a shorter script is failed once, of the long one with {@code
 * -Psoak}.
 */
@Execution(ExecutionMode.CONCURRENT)
class StorePowerLossTest {
  private static final int SEEDS = 60;

  /** Each call costs the whole script up to it: two halves take half as long as a whole one. */
  private static final int SCRIPT = 30;

  private static final int SCRIPTS = 2;

  /** What comes late, such as merges of what was merged before. */
  private static final int LONG_SCRIPT = 60;

  /** Of the calls of a long script this one is failed; a prime, so that it meets all kinds. */
  private static final int EVERY = 5;

  /**
   * Lucene makes some fifty calls a checkpoint, of the same few kinds: all of them take minutes.
   */
  private static final int SHORT_SCRIPT = 16;

  private static final int LANES = 2;

  private Path directory;

  @BeforeEach
  void createDirectory() throws IOException {
    directory = MemoryDisk.createDirectory();
  }

  @AfterEach
  void deleteDirectory() throws IOException {
    Storage.system().deleteTree(directory);
  }

  @Test
  void powerLoss_atRandomMoments_losesNothingAcknowledged() throws IOException {
    losePower(0, SEEDS);
  }

  @Test
  @Tag("soak")
  void powerLoss_atManyMoreMoments_losesNothingAcknowledged() throws IOException {
    losePower(SEEDS, 28 * SEEDS);
  }

  @Test
  void failureOfEveryCallOfAScript_losesNothingAcknowledged() throws Exception {
    for (int seed = 0; seed < SCRIPTS; seed++) {
      failCalls(seed, 1, SCRIPT, Machine::failOwnCall);
    }
  }

  @Test
  void failureOfManyCallsOfALongScript_losesNothingAcknowledged() throws Exception {
    failCalls(SCRIPTS, EVERY, LONG_SCRIPT, Machine::failOwnCall);
  }

  @Test
  void failureOfEveryCallOfLucenes_losesNothingAcknowledged() throws Exception {
    failCalls(0, 1, SHORT_SCRIPT, Machine::failTextCall);
  }

  @Test
  @Tag("soak")
  void failureOfEveryCallOfMoreScripts_losesNothingAcknowledged() throws Exception {
    for (int seed = 0; seed < 11; seed++) {
      failCalls(seed, 1, LONG_SCRIPT, Machine::failOwnCall);
    }
    for (int seed = 0; seed < 3; seed++) {
      failCalls(seed, 1, LONG_SCRIPT, Machine::failTextCall);
    }
  }

  private void losePower(long firstSeed, long endSeed) throws IOException {
    for (long seed = firstSeed; seed < endSeed; seed++) {
      Storage.system().deleteTree(directory);
      var script = new StoreScript(seed);
      var machine = new Machine(directory, seed);
      boolean power = true;
      for (int life = 0; life < 3; life++) {
        String what = "seed " + seed + " life " + life;
        var store = reopen(machine, script, what);
        script.requireRecovered(store, power, what);
        power = live(machine, script, store, what);
      }
    }
  }

  /** Opens, now and then with a failure on the way, after which the power goes as well. */
  private LocalStore reopen(Machine machine, StoreScript script, String what) throws IOException {
    if (script.random().nextInt(4) == 0) {
      failSoon(machine, script, 60);
      try {
        script.open(machine, directory).close();
      } catch (StorageException expected) {
        assertThat(expected).as(what).hasMessageContaining("injected failure");
      }
      machine.crash(() -> {}, true);
    }
    return script.open(machine, directory);
  }

  /** Works until something ends it; says whether that was the power, rather than the process. */
  private boolean live(Machine machine, StoreScript script, LocalStore store, String what)
      throws IOException {
    var random = script.random();
    if (random.nextInt(3) == 0) {
      failSoon(machine, script, 200);
    }
    boolean failed = run(script, store, random.nextInt(25), what);
    boolean power = random.nextInt(4) > 0;
    if (!failed && random.nextInt(5) == 0) {
      closeCleanly(script, store, what);
    } else if (!failed && !machine.disk().failed() && random.nextInt(3) == 0) {
      machine.disk().failNothing();
      store.flush();
      script.closed();
      assertThat(TextIndexFiles.check(machine.text())).as(what).isEmpty();
    }
    machine.crash(store, power);
    return power;
  }

  private static void closeCleanly(StoreScript script, LocalStore store, String what) {
    try {
      store.close();
      script.closed();
    } catch (StorageException expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
    }
  }

  /** Runs so many steps; whether one failed. */
  private static boolean run(StoreScript script, LocalStore store, int steps, String what) {
    try {
      for (int i = 0; i < steps; i++) {
        step(script, store, what);
      }
      return false;
    } catch (StorageException expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
      script.requireVisible(store, what + ", after a failure");
      script.requireStopped(store, what);
      return true;
    }
  }

  /** A vector segment that cannot be written costs time in searches: writes go on. */
  private static void step(StoreScript script, LocalStore store, String what) {
    try {
      script.step(store);
    } catch (StorageException failure) {
      String message = failure.getMessage();
      if (!message.contains("/views/vector") || message.contains("vector.checkpoint")) {
        throw failure;
      }
      assertThat(failure).as(what).hasMessageContaining("injected failure");
      script.requireVisible(store, what + ", after a segment could not be written");
    }
  }

  private static void failSoon(Machine machine, StoreScript script, int within) {
    int call = 1 + script.random().nextInt(within);
    if (script.random().nextBoolean()) {
      machine.disk().failCall(call);
    } else {
      machine.disk().failFrom(call);
    }
  }

  /** Makes one call of a machine fail, counted from its start. */
  private interface Fault {
    void in(Machine machine, long call);
  }

  /** As many at a time as {@link #LANES}. */
  private void failCalls(long seed, int every, int steps, Fault fault) throws Exception {
    try (var pool = Executors.newFixedThreadPool(LANES)) {
      var lanes = new ArrayList<Future<Long>>();
      for (int lane = 0; lane < LANES; lane++) {
        int first = 1 + lane * every;
        var scratch = directory.resolve("lane-" + lane);
        lanes.add(pool.submit(() -> failCalls(new Run(seed, steps, fault, scratch), first, every)));
      }
      for (var lane : lanes) {
        assertThat(lane.get()).as("calls of script %d", seed).isGreaterThan(2 * steps);
      }
    }
  }

  private record Run(long seed, int steps, Fault fault, Path scratch) {}

  /**
   * The failing call may be one of opening, of any operation, of maintenance, or of closing.
   *
   * @return the first call of the lane that there was not
   */
  private static long failCalls(Run run, int first, int every) throws IOException {
    long call = first;
    while (failCall(run, call)) {
      call += (long) LANES * every;
    }
    return call;
  }

  /** Runs the script with one failing call; false if it came to its end before that call. */
  private static boolean failCall(Run run, long call) throws IOException {
    String what = "seed " + run.seed + " call " + call;
    Storage.system().deleteTree(run.scratch);
    var script = new StoreScript(run.seed);
    var machine = new Machine(run.scratch, run.seed * 1_000 + call);
    run.fault.in(machine, call);
    var store = openFailing(machine, script, run.scratch, what);
    if (store.isPresent() && !run(script, store.get(), run.steps, what)) {
      closeCleanly(script, store.get(), what);
    }
    boolean failed = machine.failed();
    boolean power = call % 3 > 0;
    var disk = machine.disk();
    machine.crash(store.map(open -> (AutoCloseable) open).orElse(() -> {}), power);
    assertThat(disk.openFiles()).as("%s: files that nobody closed", what).isEmpty();
    try (var recovered = script.open(machine, run.scratch)) {
      script.requireRecovered(recovered, power, what);
    }
    return failed;
  }

  private static Optional<LocalStore> openFailing(
      Machine machine, StoreScript script, Path directory, String what) {
    try {
      return Optional.of(script.open(machine, directory));
    } catch (StorageException expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
      return Optional.empty();
    }
  }
}
