package dev.mneme.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.bench.data.Corpus;
import dev.mneme.bench.data.Truth;
import dev.mneme.bench.work.Answer;
import dev.mneme.bench.work.Figure;
import dev.mneme.bench.work.Latencies;
import dev.mneme.bench.work.Task;
import dev.mneme.bench.work.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The C++ hnswlib in a process of its own, compiled when it is first wanted. It knows only how to
 * load and to search by vector; recall is computed here, like that of all others.
 */
public final class CppHnswlib implements Engine {
  private static final String HEADER = "/usr/include/hnswlib/hnswlib.h";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineProcess process;
  private final Corpus corpus;
  private final Truth truth;

  private CppHnswlib(EngineProcess process, Corpus corpus, Truth truth) {
    this.process = process;
    this.corpus = corpus;
    this.truth = truth;
  }

  /** Why it cannot be had on this machine; empty if it can. */
  public static String missing() {
    if (!Files.exists(Path.of(HEADER))) {
      return "no " + HEADER + " (Debian: libhnswlib-dev)";
    }
    try {
      return new ProcessBuilder("g++", "--version").start().waitFor() == 0 ? "" : "g++ fails";
    } catch (IOException e) {
      return "no g++";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Compiles it in the directory of the setup where it is not there, and starts it. */
  public static CppHnswlib start(Worker.Setup setup, Path errors) throws IOException {
    var binary = compiled(setup.directory());
    var data = setup.data();
    var truth = Truth.load(setup.truth());
    var arguments =
        List.of(
            binary.toString(),
            data.vectors().toString(),
            "" + data.dimension(),
            "" + setup.memories(),
            "" + data.queries(),
            "16",
            "100",
            "" + truth.k());
    return new CppHnswlib(
        EngineProcess.start(setup.engine(), arguments, errors),
        Corpus.open(data, setup.memories()),
        truth);
  }

  private static Path compiled(Path directory) throws IOException {
    Files.createDirectories(directory);
    var source = directory.resolve("hnswlib_bench.cpp");
    var binary = directory.resolve("hnswlib_bench").toAbsolutePath();
    if (Files.isExecutable(binary)) {
      return binary;
    }
    try (var in = CppHnswlib.class.getResourceAsStream("/hnswlib_bench.cpp")) {
      if (in == null) {
        throw new IOException("this build lacks hnswlib_bench.cpp");
      }
      Files.write(source, in.readAllBytes());
    }
    var command =
        List.of(
            "g++", "-O3", "-march=native", "-o", binary.toString(), source.toString(), "-lpthread");
    var log = directory.resolve("g++.log");
    var compiler =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!compiler.waitFor(5, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
        throw new IOException("g++ failed; its words are in " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return binary;
  }

  @Override
  public Answer run(Task task) throws IOException {
    return switch (task.work()) {
      case LOAD -> load();
      case VECTOR -> vector(task);
      case MEMORY -> memory();
      case ALLOCATION -> Answer.of();
      case HYBRID, FILTER, OPERATIONS, USERS, MIXED, REOPEN ->
          throw new UnsupportedOperationException("hnswlib has no " + task.work());
    };
  }

  private JsonNode ask(String command) throws IOException {
    process.sendLine(command);
    return JSON.readTree(process.receiveLine());
  }

  private Answer load() throws IOException {
    double seconds = ask("load").path("seconds").asDouble();
    return new Answer(
        List.of(
            Figure.higher("per_second", "memories/s", corpus.size() / seconds),
            Figure.lower("seconds", "s", seconds)),
        List.of(),
        "Debian's libhnswlib-dev, M 16, efConstruction 100, g++ -O3 -march=native, all processors");
  }

  private Answer memory() throws IOException {
    double resident = ask("memory").path("resident").asDouble();
    return Answer.of(Figure.lower("resident", "bytes/memory", resident / corpus.size()));
  }

  private Answer vector(Task task) throws IOException {
    var answer = ask("search " + task.ef());
    var latencies = new Latencies();
    answer.path("nanos").forEach(nanos -> latencies.add(nanos.asLong()));
    var ids = answer.path("ids");
    double recall =
        IntStream.range(0, ids.size())
            .mapToDouble(q -> truth.recall(corpus, q, ordinals(ids.path(q))))
            .average()
            .orElse(0);
    var figures = new ArrayList<>(latencies.figures("", answer.path("seconds").asDouble()));
    figures.add(Figure.higher("recall", "share", recall));
    return new Answer(figures, latencies.micros(Latencies.QUANTILES), "");
  }

  private static int[] ordinals(JsonNode ids) {
    return IntStream.range(0, ids.size()).map(i -> ids.path(i).asInt()).toArray();
  }

  @Override
  public void close() throws IOException {
    process.close();
    corpus.close();
  }
}
