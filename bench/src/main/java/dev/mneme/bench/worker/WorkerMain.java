package dev.mneme.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mneme.bench.work.Task;
import dev.mneme.bench.work.Worker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A process that holds one engine: the first line of standard input is its {@link Worker.Setup},
 * every further one a {@link Task}, each answered by a line; at the end of the input it stops.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /** What engines print goes to standard error; standard output is the protocol's. */
  public static void main(String[] arguments) throws Exception {
    var json = new ObjectMapper();
    PrintStream out = System.out;
    System.setOut(System.err);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var worker = new Worker(json.readValue(in.readLine(), Worker.Setup.class))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var answer = worker.run(json.readValue(line, Task.class));
        out.println(json.writeValueAsString(answer));
        out.flush();
      }
    }
  }
}
