package dev.mneme.bench.report;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run ran on. */
final class Machine {
  private static final List<String> LIBRARIES =
      List.of(
          "lucene-core",
          "jvector",
          "hnswlib-core",
          "langchain4j",
          "spring-ai-vector-store",
          "RoaringBitmap",
          "h2-mvstore",
          "chronicle-map");

  private Machine() {}

  static Map<String, String> describe() {
    var runtime = Runtime.getRuntime();
    var facts = new LinkedHashMap<String, String>();
    facts.put("processor", processor());
    facts.put("processors", Integer.toString(runtime.availableProcessors()));
    facts.put("memory", memory());
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    facts.put("JVM", System.getProperty("java.vendor.version") + " (" + Runtime.version() + ")");
    facts.put("libraries", libraries(System.getProperty("java.class.path")));
    facts.put(
        "load before the run",
        String.format(
            java.util.Locale.ROOT,
            "%.2f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return facts;
  }

  /** The versions of the engines that are jars, by the names of their files. */
  static String libraries(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).getFileName().toString())
        .filter(file -> LIBRARIES.stream().anyMatch(name -> file.matches(name + "-\\d.*\\.jar")))
        .map(file -> file.substring(0, file.length() - ".jar".length()))
        .map(file -> file.replaceFirst("-(?=\\d)", " "))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String processor() {
    return firstLine(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch"));
  }

  private static String memory() {
    return firstLine(Path.of("/proc/meminfo"), "MemTotal").orElse("unknown");
  }

  private static Optional<String> firstLine(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The checkout's commit, "+" behind it where something is changed; "unknown" outside git. */
  static String commit(Path directory) {
    var commit = git(directory, "rev-parse", "--short=12", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return commit.get() + (git(directory, "status", "--porcelain").orElse("").isEmpty() ? "" : "+");
  }

  private static Optional<String> git(Path directory, String... arguments) {
    var command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var output = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
