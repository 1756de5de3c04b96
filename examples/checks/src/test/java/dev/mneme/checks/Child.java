package dev.mneme.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process of its own said before it ended.
 *
 * @param status its exit status
 * @param out the lines of its standard output
 * @param err the lines of its standard error
 */
record Child(int status, List<String> out, List<String> err) {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final int PATIENCE_SECONDS = 900;

  /** Runs {@code java} on this JDK. */
  static Child java(Path directory, List<String> arguments) throws Exception {
    return run(directory, JDK.resolve("bin").resolve("java"), arguments);
  }

  /** Runs the Maven that runs this test; fails where it fails. */
  static void mvn(Path directory, List<String> arguments) throws Exception {
    var all = new ArrayList<>(List.of("-q", "-B", "-ntp"));
    all.addAll(arguments);
    var built = run(directory, Path.of(System.getProperty("maven.home"), "bin", "mvn"), all);
    if (built.status() != 0) {
      throw new AssertionError(String.join("\n", built.out()) + String.join("\n", built.err()));
    }
  }

  private static Child run(Path directory, Path program, List<String> arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    var out = Files.createTempFile("mneme-child", ".out");
    var err = Files.createTempFile("mneme-child", ".err");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      var environment = builder.environment();
      environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      environment.put("JAVA_HOME", JDK.toString());
      environment.put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
      var child = builder.start();
      try {
        assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("%s ends", command)
            .isTrue();
      } finally {
        child.destroyForcibly();
      }
      return new Child(child.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
