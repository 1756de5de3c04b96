package dev.mneme.index.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.core.log.MemoryDisk;
import dev.mneme.core.log.Storage;
import dev.mneme.core.model.StorageFailure;
import dev.mneme.index.text.TextIndexFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole store on a {@link Machine} that fails: after each failure and recovery what was
 * acknowledged is there, what is there was attempted, batches are whole, all views hold the same
 * ids, Lucene finds its index clean, and nothing deleted is back.
 */
class StorePowerLossTest {
  private static final int SEEDS = 150;
  private static final int SCRIPT = 60;
  private static final int SCRIPTS = 1;

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
    losePower(SEEDS, 11 * SEEDS);
  }

  @Test
  void failureOfEveryCallOfAScript_losesNothingAcknowledged() throws IOException {
    for (long seed = 0; seed < SCRIPTS; seed++) {
      failEveryCall(seed);
    }
  }

  @Test
  @Tag("soak")
  void failureOfEveryCallOfMoreScripts_losesNothingAcknowledged() throws IOException {
    for (long seed = SCRIPTS; seed < 11 * SCRIPTS; seed++) {
      failEveryCall(seed);
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
      } catch (StorageFailure expected) {
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
    } catch (StorageFailure expected) {
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
    } catch (StorageFailure expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
      script.requireVisible(store, what + ", after a failure");
      script.requirePoisoned(store, what);
      return true;
    }
  }

  /** A vector segment that cannot be written costs time in searches: writes go on. */
  private static void step(StoreScript script, LocalStore store, String what) {
    try {
      script.step(store);
    } catch (StorageFailure failure) {
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

  /** The failing call may be one of opening, of any operation, of a chore, or of closing. */
  private void failEveryCall(long seed) throws IOException {
    boolean failed = true;
    int call = 1;
    for (; failed; call++) {
      String what = "seed " + seed + " call " + call;
      Storage.system().deleteTree(directory);
      var script = new StoreScript(seed);
      var machine = new Machine(directory, seed * 1_000 + call);
      machine.disk().failCall(call);
      var store = openFailing(machine, script, what);
      if (store.isPresent() && !run(script, store.get(), SCRIPT, what)) {
        closeCleanly(script, store.get(), what);
      }
      failed = machine.disk().failed();
      boolean power = call % 3 > 0;
      machine.crash(store.map(open -> (AutoCloseable) open).orElse(() -> {}), power);
      try (var recovered = script.open(machine, directory)) {
        script.requireRecovered(recovered, power, what);
      }
    }
    assertThat(call).as("calls of script %d", seed).isGreaterThan(2 * SCRIPT);
  }

  private Optional<LocalStore> openFailing(Machine machine, StoreScript script, String what) {
    try {
      return Optional.of(script.open(machine, directory));
    } catch (StorageFailure expected) {
      assertThat(expected).as(what).hasMessageContaining("injected failure");
      return Optional.empty();
    }
  }
}
