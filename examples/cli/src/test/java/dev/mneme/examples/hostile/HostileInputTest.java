package dev.mneme.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Input that nobody in his right mind would send, to a JVM with a small heap: it is done or refused
 * with a typed error in one line, in time, and nothing is written but below the store.
 */
@Execution(ExecutionMode.CONCURRENT)
class HostileInputTest {
  private static final int CASES = 150;

  @TempDir private Path scratch;
  private Path work;

  @BeforeEach
  void makeNeighbours() throws IOException {
    work = Files.createDirectories(scratch.resolve("deep/deeper/work"));
    Files.writeString(scratch.resolve("deep/precious.txt"), "precious");
    Files.writeString(scratch.resolve("deep/deeper/precious.txt"), "precious");
  }

  @Test
  void hostileInput_isRefusedOrDoneAndHarmsNothing() throws Exception {
    var before = files(scratch);

    var lines = run();

    assertThat(lines).filteredOn(line -> line.startsWith("bad ")).isEmpty();
    assertThat(lines).last().isEqualTo("end");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("done ") || line.startsWith("refused "))
        .hasSizeGreaterThanOrEqualTo(CASES);
    assertThat(lines)
        .as("both ways out are taken")
        .anyMatch(line -> line.startsWith("done "))
        .anyMatch(line -> line.startsWith("refused "));
    var after = files(scratch);
    after.keySet().removeIf(path -> path.startsWith(work));
    before.keySet().removeIf(path -> path.startsWith(work));
    assertThat(after).isEqualTo(before);
    assertThat(names(work)).containsExactlyInAnyOrderElementsOf(HostileInputChild.OWN_FILES);
  }

  private List<String> run() throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), HostileInputChild.class.getName()));
    var logs = Files.createTempDirectory("mneme-hostile");
    var out = logs.resolve("out.txt");
    var err = logs.resolve("err.txt");
    var child =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = child.waitFor(300, TimeUnit.SECONDS);
    if (!ended) {
      child.destroyForcibly().waitFor();
    }
    var lines = Files.readAllLines(out);
    var words = Files.readString(err);
    for (var file : List.of(out, err, logs)) {
      Files.delete(file);
    }
    assertThat(ended && child.exitValue() == 0)
        .as(
            "the child ended with %s after '%s': %s",
            ended ? child.exitValue() : "nothing", lines.isEmpty() ? "" : lines.getLast(), words)
        .isTrue();
    return lines;
  }

  private static List<String> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static TreeMap<Path, String> files(Path directory) throws IOException {
    var files = new TreeMap<Path, String>();
    try (var walk = Files.walk(directory)) {
      for (var path : walk.toList()) {
        files.put(path, Files.isRegularFile(path) ? Files.size(path) + " bytes" : "");
      }
    }
    return files;
  }
}
