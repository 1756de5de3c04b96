package dev.mneme.search.engine;

import java.nio.file.Path;
import java.util.Random;

/**
 * The child process of {@link KillTest}: writes until it is killed. Prints {@code try ID TEXT}
 * before a change and {@code ok ID TEXT} once it is acknowledged; a deletion has the text {@link
 * #DELETED}.
 */
final class KillTestWriter {
  static final String DELETED = "<deleted>";

  private KillTestWriter() {}

  public static void main(String[] arguments) {
    int round = Integer.parseInt(arguments[1]);
    var random = new Random(round);
    // Small files and checkpoints, so that kills meet rolls and checkpoints too.
    var options =
        EngineOptions.defaults()
            .durability(round % 4 == 3 ? Durability.ASYNC : Durability.SYNC)
            .log(new dev.mneme.core.log.LogOptions(16 << 10))
            .checkpointBytes(round % 2 == 0 ? 8 << 10 : 64 << 20)
            .offHeapIdsFrom(round % 3 == 0 ? 0 : 500_000)
            .graphCapacity(64);
    var engine = MemoryEngine.open(Path.of(arguments[0]), options);
    var namespace = engine.namespace();
    for (int i = 0; ; i++) {
      var id = "m" + random.nextInt(200);
      if (random.nextInt(5) == 0) {
        say("try", id, DELETED);
        namespace.delete(id);
        say("ok", id, DELETED);
      } else {
        var memory =
            Samples.memory(random, id).toBuilder()
                .text(Samples.text(random) + " " + round + "/" + i)
                .build();
        say("try", id, memory.text());
        namespace.put(memory);
        say("ok", id, memory.text());
      }
      if (i % 50 == 49) {
        engine.compact();
      }
    }
  }

  private static void say(String what, String id, String text) {
    System.out.println(what + " " + id + " " + text);
    System.out.flush();
  }
}
