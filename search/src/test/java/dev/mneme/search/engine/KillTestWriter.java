package dev.mneme.search.engine;

import dev.mneme.MemoryEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The child process of {@link KillTest}. Says {@code ready} when the JVM is up, reads how many
 * writers to run, a seed and a directory, says {@code opening}, and writes until it is killed:
 * {@code try WRITER NUMBER} before a change, {@code ok WRITER NUMBER} once it is acknowledged. Ends
 * by itself with its parent.
 */
final class KillTestWriter {
  private KillTestWriter() {}

  public static void main(String[] arguments) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say("ready");
    var order = in.readLine();
    if (order == null) {
      return;
    }
    var words = order.split(" ", 3);
    int writers = Integer.parseInt(words[0]);
    var script = new KillScript(Long.parseLong(words[1]));
    say("opening");
    var engine = MemoryEngine.open(Path.of(words[2]), script.options());
    for (int writer = 0; writer < writers; writer++) {
      int number = writer;
      var thread = new Thread(() -> write(engine, script, number));
      thread.setUncaughtExceptionHandler((_, failure) -> die(failure));
      thread.start();
    }
    in.read();
    Runtime.getRuntime().halt(0); // the parent is gone
  }

  private static void write(MemoryEngine engine, KillScript script, int writer) {
    var namespace = engine.namespace(KillScript.namespace(writer));
    int every = writer == 0 ? script.maintenanceEvery() : 0;
    for (int number = 0; ; number++) {
      say("try " + writer + " " + number);
      script.change(writer, number).applyTo(namespace);
      say("ok " + writer + " " + number);
      if (every > 0 && number % every == every - 1) {
        if (number / every % 2 == 0) {
          engine.compact();
        } else {
          engine.flush();
        }
      }
    }
  }

  private static void die(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** One write to the pipe each, so that lines of two threads do not mix. */
  private static void say(String line) {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
