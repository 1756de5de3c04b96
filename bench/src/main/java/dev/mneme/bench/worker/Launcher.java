package dev.mneme.bench.worker;

import dev.mneme.bench.work.Worker;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts engines in JVMs of their own, each with the same collector and the same heap for the same
 * number of memories, so that neither garbage nor compiled code of one weighs on another.
 *
 * @param classPath of the build to measure
 * @param moreOptions for its JVM
 */
public record Launcher(String classPath, List<String> moreOptions) {
  /** The build that this code is in. */
  public static Launcher ofThisBuild() {
    return new Launcher(System.getProperty("java.class.path"), List.of());
  }

  /**
   * What a checkout's {@code bench/target} holds; {@code bench/bench} of that checkout builds it.
   */
  public static Launcher of(Path checkout) throws IOException {
    var target = checkout.resolve("bench").resolve("target");
    try (var files = Files.newDirectoryStream(target, "mneme-bench-*.jar")) {
      var jar = files.iterator();
      if (!jar.hasNext()) {
        throw new IOException(target + " holds no mneme-bench-*.jar: run bench/bench there first");
      }
      return new Launcher(
          jar.next() + File.pathSeparator + Files.readString(target.resolve("classpath")).strip(),
          List.of());
    }
  }

  public Launcher with(List<String> options) {
    return new Launcher(classPath, options);
  }

  /**
   * The collector is the JVM's own choice for servers; the heap has room for any of the engines.
   */
  static List<String> jvmOptions(int memories) {
    var options = new ArrayList<String>();
    for (var argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-Xm") && !argument.matches("-XX:\\+Use.*GC")) {
        options.add(argument);
      }
    }
    options.add("-XX:+UseG1GC");
    options.add("-Xmx" + (1_024 + memories / 1_000 * 8) + "m");
    options.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    return options;
  }

  /** The engine is ready for its first task, which is to load. */
  public Engine start(Worker.Setup setup, Path errors) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions(setup.memories()));
    command.addAll(moreOptions);
    command.addAll(List.of("-cp", classPath, WorkerMain.class.getName()));
    var process = EngineProcess.start(setup.engine(), command, errors);
    process.send(setup);
    return process;
  }
}
