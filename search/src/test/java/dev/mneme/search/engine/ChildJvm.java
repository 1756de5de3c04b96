package dev.mneme.search.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a main class in a JVM of its own, with the flags of this one, so that a crash, a hang or an
 * empty heap ends the child and not the tests.
 */
final class ChildJvm {
  private ChildJvm() {}

  /** What the child said until it ended, line by line; fails where it ended otherwise than well. */
  static List<String> run(Path scratch, String heap, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    return run(scratch, List.of(heap), main, arguments);
  }

  /** The same with any options for the JVM. */
  static List<String> run(Path scratch, List<String> options, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(options);
    command.add("-XX:ErrorFile=" + scratch.resolve("hs_err.log"));
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    var out = scratch.resolve("stdout.txt");
    var err = scratch.resolve("stderr.txt");
    var child =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = child.waitFor(300, TimeUnit.SECONDS);
    if (!ended) {
      child.destroyForcibly().waitFor();
    }
    var lines = Files.readAllLines(out);
    assertThat(ended && child.exitValue() == 0)
        .as(
            "the child ended with %s; its last words: %s; %s",
            ended ? child.exitValue() : "nothing but a hang",
            lines.isEmpty() ? "" : lines.subList(Math.max(0, lines.size() - 3), lines.size()),
            tail(err))
        .isTrue();
    return lines;
  }

  private static String tail(Path file) throws IOException {
    var text = Files.readString(file);
    return text.substring(Math.max(0, text.length() - 4_000));
  }
}
