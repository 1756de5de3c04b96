package dev.mneme.examples.cli;

import static dev.mneme.examples.cli.CliRun.mneme;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Commands in a process of their own: with little memory, and interrupted. */
@Execution(ExecutionMode.CONCURRENT)
class ChildCommandTest {
  private static final String LINE = "Some words about it, again and again, number ";

  @TempDir Path directory;

  private Process start(List<String> options, Object... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Mneme.class.getName()));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }

  private Path large(String name, int mebibytes) throws IOException {
    var file = directory.resolve(name);
    try (var out = Files.newBufferedWriter(file)) {
      long left = (long) mebibytes << 20;
      for (int i = 0; left > 0; i++) {
        var line = LINE + i + (i % 10 == 9 ? ".\n\n" : ". ");
        out.write(line);
        left -= line.length();
      }
    }
    return file;
  }

  private void requireTaken(Path file, int heapMebibytes) throws Exception {
    var store = directory.resolve("store");
    int status =
        start(
                List.of("-Xmx" + heapMebibytes + "m"),
                "ingest",
                "--store",
                store,
                "--embedder",
                "none",
                "--durability",
                "async",
                file)
            .waitFor();

    assertThat(status).as(err()).isZero();
    assertThat(Files.readString(directory.resolve("out"))).contains(" added, 0 replaced");
  }

  /** What its memories take of the heap comes to the same again. */
  @Test
  void fileNearlyAsLargeAsTheHeap_isTaken() throws Exception {
    requireTaken(large("large.txt", 20), 48);
  }

  @Test
  @Tag("soak")
  void filesOfHundredsOfMegabytes_areTakenInAHeapOf256() throws Exception {
    requireTaken(large("large.txt", 200), 256);
    Files.delete(directory.resolve("large.txt"));
    requireTaken(large("larger.md", 300), 256);
  }

  @Test
  void oneEndlessLine_isTakenToo() throws Exception {
    var file = directory.resolve("line.txt");
    Files.write(file, "x".repeat(45 << 20).getBytes(StandardCharsets.US_ASCII));

    requireTaken(file, 40);
  }

  @Test
  void interruptedCommand_endsTheLineOfItsBar() throws Exception {
    var file = large("large.txt", 60);
    var process =
        start(
            List.of("-Dmneme.tty=err", "-Dmneme.columns=80"),
            "ingest",
            "--store",
            directory.resolve("store"),
            "--embedder",
            "none",
            file);
    while (!err().contains("ingest")
        || !Files.exists(directory.resolve("store").resolve("store.properties"))) {
      assertThat(process.isAlive()).as(err()).isTrue();
      Thread.sleep(5);
    }
    // As Ctrl-C, which a process that was started in the background may ignore.
    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(lastLine(err())).isBlank();
    var verified = mneme("verify", "--store", directory.resolve("store"));
    assertThat(verified.status()).as(verified.toString()).isZero();
  }

  /** What stands in the line of the cursor, as a terminal would show it left of the cursor. */
  private static String lastLine(String output) {
    var line = output.substring(output.lastIndexOf('\n') + 1);
    return line.substring(line.lastIndexOf('\r') + 1);
  }
}
