package dev.mneme.bench;

import dev.mneme.bench.MillionBenchmark.Stage;
import dev.mneme.bench.data.DataSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@link MillionBenchmark}, each stage in a JVM of its own. */
@Command(
    name = "million",
    description = {
      "A store of very many synthetic memories in a small heap: load, open, search, bytes a"
          + " memory.",
      "The store is loaded where it is missing, which takes a while, and kept."
    },
    mixinStandardHelpOptions = true)
final class MillionCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;

  @Mixin Bench.WorkDirectory work = new Bench.WorkDirectory();

  @Option(names = "--memories", description = "how many (default: ${DEFAULT-VALUE})")
  int memories = 1_000_000;

  @Option(names = "--heap", description = "of each JVM (default: ${DEFAULT-VALUE})")
  String heap = "1g";

  @Option(
      names = "--with-vectors",
      description = "the engine's memories have vectors, too; the load takes far longer")
  boolean embedded;

  @Option(
      names = "--stage",
      split = ",",
      description = "fill, build, vectors, load, engine; in this JVM")
  Set<Stage> stages = Set.of();

  @Override
  public Integer call() throws Exception {
    var data = DataSet.CLUSTERS.files(work.path, memories);
    var store = work.path.resolve("million-" + memories);
    if (!stages.isEmpty()) {
      for (var stage : stages) {
        new MillionBenchmark(data, store, embedded).run(stage);
      }
      return 0;
    }
    if (!Files.exists(store.resolve("built"))) {
      child(Stage.FILL, "-Xmx" + (512 + 3L * data.rows() * data.rowBytes() / 2 / MIB) + "m");
      child(Stage.BUILD, "-Xmx" + heap);
      Files.createFile(store.resolve("built"));
    }
    child(Stage.VECTORS, "-Xmx" + heap);
    var loaded = store.resolve(embedded ? "loaded-with-vectors" : "loaded");
    if (!Files.exists(loaded)) {
      child(Stage.LOAD, "-Xmx" + heap);
      Files.deleteIfExists(store.resolve(embedded ? "loaded" : "loaded-with-vectors"));
      Files.createFile(loaded);
    }
    child(Stage.ENGINE, "-Xmx" + heap);
    return 0;
  }

  private void child(Stage stage, String heapOption) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!argument.startsWith("-Xm")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            heapOption,
            "-cp",
            System.getProperty("java.class.path"),
            Bench.class.getName(),
            "million",
            "--memories=" + memories,
            "--work=" + work.path,
            "--stage=" + stage));
    if (embedded) {
      command.add("--with-vectors");
    }
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(stage + " failed with status " + status);
    }
  }
}
