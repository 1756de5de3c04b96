package dev.mneme.bench.worker;

import dev.mneme.bench.work.Worker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts engines in JVMs of their own, each with the same collector and the same heap for the same
 * number of memories, so that neither garbage nor compiled code of one weighs on another.
 *
 * @param classPath of the build to measure
 */
public record Launcher(String classPath) {
  /** The build that this code is in. */
  public static Launcher ofThisBuild() {
    return new Launcher(System.getProperty("java.class.path"));
  }

  /** The collector is the JVM's own choice for servers; the heap has room for any of the engines. */
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
    command.addAll(List.of("-cp", classPath, WorkerMain.class.getName()));
    var process = EngineProcess.start(setup.engine(), command, errors);
    process.send(setup);
    return process;
  }
}
