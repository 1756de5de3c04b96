package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child process writes and says what was acknowledged; it is killed at a random moment, again and
 * again.
 */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("mneme.test.killRounds", 20);
  private static final long SEED = 20_261_121;

  @TempDir private Path directory;
  @TempDir private Path ledgers;

  @Test
  void killedWhileWriting_losesNothingAcknowledged() throws Exception {
    var random = new Random(SEED);
    var acknowledged = new TreeMap<String, String>();
    int written = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var attempted = killedRound(round, random, acknowledged);
      written += attempted.size();
      check(round, acknowledged, attempted);
    }
    assertThat(written).as("writes in all rounds").isGreaterThan(ROUNDS * 5);
  }

  /**
   * Runs the child, kills it; {@code acknowledged} gains what it said; returns what it may have
   * written beyond that.
   */
  private Map<String, String> killedRound(
      int round, Random random, Map<String, String> acknowledged) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KillTestWriter.class.getName()));
    command.addAll(List.of(directory.toString(), Integer.toString(round)));
    // A file, not a pipe: what the child has said before it dies must not be lost with the stream.
    var ledger = Files.createTempFile(ledgers, "round-" + round + "-", ".txt");
    var child =
        new ProcessBuilder(command)
            .redirectOutput(ledger.toFile())
            .redirectError(ledgers.resolve("stderr.txt").toFile())
            .start();
    int wanted = 1 + random.nextInt(120);
    long patience = random.nextLong(2_000_000);
    while (child.isAlive() && acknowledgements(ledger) < wanted) {
      child.waitFor(5, TimeUnit.MILLISECONDS);
    }
    for (long until = System.nanoTime() + patience; System.nanoTime() < until; ) {
      Thread.onSpinWait(); // anywhere within one of the next writes
    }
    child.destroyForcibly();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue())
        .as("killed, not failed: %s", Files.readString(ledgers.resolve("stderr.txt")))
        .isEqualTo(137);
    return readLedger(ledger, acknowledged);
  }

  private static long acknowledgements(Path ledger) throws IOException {
    try (var lines = Files.lines(ledger)) {
      return lines.filter(line -> line.startsWith("ok ")).count();
    }
  }

  private static Map<String, String> readLedger(Path ledger, Map<String, String> acknowledged)
      throws IOException {
    var attempted = new TreeMap<String, String>();
    var content = Files.readString(ledger);
    var whole =
        content.substring(0, content.lastIndexOf('\n') + 1); // the kill may have cut the last line
    for (var line : whole.lines().toList()) {
      var words = line.split(" ", 3);
      switch (words[0]) {
        case "try" -> attempted.put(words[1], words[2]);
        case "ok" -> acknowledged.put(words[1], words[2]);
        default -> throw new AssertionError("the child said: " + line);
      }
    }
    return attempted;
  }

  private void check(int round, Map<String, String> acknowledged, Map<String, String> attempted) {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      var namespace = engine.namespace();
      assertThat(engine.verify().problems()).as("round %d", round).isEmpty();
      acknowledged.forEach(
          (id, text) -> {
            var found =
                namespace.get(id).map(memory -> memory.text()).orElse(KillTestWriter.DELETED);
            // A later attempt on the same id that was not acknowledged may be there instead.
            if (!found.equals(attempted.get(id))) {
              assertThat(found).as("round %d, %s", round, id).isEqualTo(text);
            }
            acknowledged.put(id, found);
          });
      attempted.forEach(
          (id, text) -> {
            var found =
                namespace.get(id).map(memory -> memory.text()).orElse(KillTestWriter.DELETED);
            assertThat(found)
                .as("round %d, %s", round, id)
                .isIn(text, acknowledged.getOrDefault(id, KillTestWriter.DELETED));
            acknowledged.put(id, found);
          });
      long alive =
          acknowledged.values().stream()
              .filter(text -> !text.equals(KillTestWriter.DELETED))
              .count();
      assertThat(namespace.count()).isEqualTo(alive);
    }
  }
}
