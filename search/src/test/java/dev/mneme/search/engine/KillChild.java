package dev.mneme.search.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link KillTestWriter} and the ledger of what it said, kept in this process through a pipe. */
final class KillChild implements AutoCloseable {
  private static final int KILLED = 137;

  private final Process process;
  private final Path errors;
  private final Thread reader;
  private final AtomicInteger[] attempted = counters();
  private final AtomicInteger[] acknowledged = counters();
  private volatile boolean ready;
  private volatile boolean opening;

  private KillChild(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = new Thread(this::read);
    reader.start();
  }

  private static AtomicInteger[] counters() {
    var counters = new AtomicInteger[KillScript.WRITERS];
    java.util.Arrays.setAll(counters, _ -> new AtomicInteger());
    return counters;
  }

  /** Starts a JVM that does nothing yet; quickly rather than fast in the long run. */
  static KillChild start(Optional<ClassArchive> classes, Path errors) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(
        List.of("-Xmx192m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        classes
            .map(ClassArchive::options)
            .orElseGet(() -> List.of("-cp", System.getProperty("java.class.path"))));
    command.add(KillTestWriter.class.getName());
    return new KillChild(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** The same without an archive. */
  static KillChild start(Path errors) throws IOException {
    return start(Optional.empty(), errors);
  }

  private void read() {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        var words = line.split(" ");
        switch (words[0]) {
          case "ready" -> ready = true;
          case "opening" -> opening = true;
          case "try" -> attempted[Integer.parseInt(words[1])].set(1 + Integer.parseInt(words[2]));
          case "ok" -> acknowledged[Integer.parseInt(words[1])].set(1 + Integer.parseInt(words[2]));
          default -> throw new AssertionError("the child said: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param writers none to open the store and wait
   */
  void order(int writers, KillScript script, Path directory) throws Exception {
    await(() -> ready);
    process
        .outputWriter(StandardCharsets.UTF_8)
        .append("%d %d %s%n".formatted(writers, script.seed(), directory))
        .flush();
  }

  void awaitOpening() throws Exception {
    await(() -> opening);
  }

  void awaitAcknowledged(int changes) throws Exception {
    await(() -> acknowledged(0) + acknowledged(1) >= changes);
  }

  private void await(java.util.function.BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "the child ended with " + process.exitValue() + ": " + Files.readString(errors));
      }
    }
  }

  /** How many changes of the writer were attempted; to be asked once it is dead. */
  int attempted(int writer) {
    return attempted[writer].get();
  }

  int acknowledged(int writer) {
    return acknowledged[writer].get();
  }

  /** SIGKILL; returns when the child is gone and all that it said was read. */
  void kill() throws Exception {
    // Not through the process, which would throw away what is in the pipe.
    process.toHandle().destroyForcibly();
    int exit = process.waitFor();
    reader.join();
    if (exit != KILLED) {
      throw new AssertionError("not killed but ended, " + exit + ": " + Files.readString(errors));
    }
  }

  /** Lets it end by itself; it writes the archive of its classes then. */
  void end() throws Exception {
    process.outputWriter(StandardCharsets.UTF_8).close();
    process.waitFor();
    reader.join();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
