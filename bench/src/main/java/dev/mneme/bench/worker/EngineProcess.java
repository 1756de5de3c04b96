package dev.mneme.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.bench.work.Answer;
import dev.mneme.bench.work.Task;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, driven by one JSON line after the other. */
public final class EngineProcess implements Engine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedWriter toProcess;
  private final BufferedReader fromProcess;
  private final Path errors;

  private EngineProcess(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.toProcess = process.outputWriter(StandardCharsets.UTF_8);
    this.fromProcess = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param errors where its standard error goes
   */
  static EngineProcess start(String name, List<String> command, Path errors) throws IOException {
    Files.createDirectories(errors.toAbsolutePath().getParent());
    var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new EngineProcess(name, process, errors);
  }

  void send(Object message) throws IOException {
    sendLine(JSON.writeValueAsString(message));
  }

  void sendLine(String line) throws IOException {
    toProcess.write(line);
    toProcess.newLine();
    toProcess.flush();
  }

  String receiveLine() throws IOException {
    var line = fromProcess.readLine();
    if (line == null) {
      throw new IOException(name + " ended; its words: " + lastWords());
    }
    return line;
  }

  private String lastWords() throws IOException {
    var lines = Files.readAllLines(errors);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
  }

  @Override
  public Answer run(Task task) throws IOException {
    send(task);
    return JSON.readValue(receiveLine(), Answer.class);
  }

  @Override
  public void close() throws IOException {
    toProcess.close();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
