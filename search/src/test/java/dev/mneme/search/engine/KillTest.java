package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.request.ListRequest;
import dev.mneme.memory.Memory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A child process writes, with other options in each round, and says what was acknowledged; it is
 * killed at a random moment, in one round of five once more while it recovers. What is there
 * afterwards is, for each of its writers, the state after a change between the last acknowledged
 * and the last attempted one.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillTest {
  private static final int ROUNDS = Integer.getInteger("mneme.test.killRounds", 25);
  private static final long SEED = 20_261_121;
  private static final int KILLED_TWICE_EVERY = 5;

  /** A new store now and then, so that recovery stays short and first opens are met too. */
  private static final int ROUNDS_A_STORE = 12;

  /** Not worth an archive. */
  private static final int FEW_ROUNDS = 10;

  @TempDir private Path stores;
  @TempDir private Path errors;

  @Test
  void killedWhileWriting_losesNothingAcknowledged() throws Exception {
    kill(SEED, ROUNDS);
  }

  @Test
  @Tag("soak")
  void killedWhileWritingManyTimes_losesNothingAcknowledged() throws Exception {
    kill(SEED + 1, 1_000);
  }

  private void kill(long seed, int rounds) throws Exception {
    var random = new Random(seed);
    List<Map<String, Memory>> states = List.of();
    int attempted = 0;
    var classes = rounds < FEW_ROUNDS ? Optional.<ClassArchive>empty() : archive();
    var next = KillChild.start(classes, errors.resolve("stderr.txt"));
    try {
      for (int round = 0; round < rounds; round++) {
        var directory = stores.resolve("store-" + seed + "-" + round / ROUNDS_A_STORE);
        if (round % ROUNDS_A_STORE == 0) {
          states = List.of(Map.of(), Map.of());
        }
        var script = new KillScript(random.nextLong());
        var child = next;
        next = KillChild.start(classes, errors.resolve("stderr.txt")); // its JVM starts meanwhile
        write(child, script, directory, random);
        if (random.nextInt(KILLED_TWICE_EVERY) == 0) {
          var second = next;
          next = KillChild.start(classes, errors.resolve("stderr.txt"));
          recover(second, script, directory, random);
        }
        attempted += child.attempted(0) + child.attempted(1);
        states = check(round, script, directory, states, child);
      }
    } finally {
      next.close();
    }
    assertThat(attempted).as("changes in all rounds").isGreaterThan(rounds * 5);
  }

  /** Of the classes that a child needs for its first changes; none where the JVM writes none. */
  private Optional<ClassArchive> archive() throws Exception {
    var classes = ClassArchive.in(errors);
    try (var child = KillChild.start(Optional.of(classes), errors.resolve("stderr.txt"))) {
      child.order(KillScript.WRITERS, new KillScript(SEED), stores.resolve("archived"));
      child.awaitAcknowledged(50);
      child.end();
    }
    return Optional.of(classes).filter(ClassArchive::isWritten);
  }

  private static void write(KillChild child, KillScript script, Path directory, Random random)
      throws Exception {
    child.order(KillScript.WRITERS, script, directory);
    if (random.nextInt(8) > 0) {
      // mostly soon, because most of what can go wrong can soon
      child.awaitAcknowledged(1 + random.nextInt(random.nextInt(3) > 0 ? 20 : 80));
      pause(random.nextLong(2_000_000)); // anywhere within one of the next changes
    } else {
      child.awaitOpening();
      pause(random.nextLong(100_000_000));
    }
    child.kill();
  }

  private static void recover(KillChild child, KillScript script, Path directory, Random random)
      throws Exception {
    child.order(0, script, directory);
    child.awaitOpening();
    pause(random.nextLong(100_000_000));
    child.kill();
  }

  private static void pause(long nanos) {
    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
      Thread.onSpinWait();
    }
  }

  /** The states of the writers' namespaces, each one that the ledger allows. */
  private static List<Map<String, Memory>> check(
      int round,
      KillScript script,
      Path directory,
      List<Map<String, Memory>> before,
      KillChild child) {
    var states = new ArrayList<Map<String, Memory>>();
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      assertThat(engine.verify().problems()).as("round %d, %s", round, script).isEmpty();
      for (int writer = 0; writer < KillScript.WRITERS; writer++) {
        var state = new HashMap<>(before.get(writer));
        for (int i = 0; i < child.acknowledged(writer); i++) {
          script.change(writer, i).applyTo(state);
        }
        var found = contents(engine.namespace(KillScript.namespace(writer)));
        if (!found.equals(state) && child.attempted(writer) > child.acknowledged(writer)) {
          script.change(writer, child.acknowledged(writer)).applyTo(state);
        }
        assertThat(found)
            .as(
                "round %d, %s, writer %d, %d of %d acknowledged",
                round, script, writer, child.acknowledged(writer), child.attempted(writer))
            .isEqualTo(state);
        states.add(state);
      }
    }
    return states;
  }

  /** As the time index lists it and as the ids find it. */
  private static Map<String, Memory> contents(Namespace namespace) {
    var found = new HashMap<String, Memory>();
    var page = namespace.list(ListRequest.newest(1_000).build());
    page.entries().forEach(entry -> found.put(entry.memory().id(), entry.memory()));
    for (var id : KillScript.ids()) {
      assertThat(namespace.get(id).map(memory -> memory.text()))
          .isEqualTo(Optional.ofNullable(found.get(id)).map(memory -> memory.text()));
    }
    return found;
  }
}
