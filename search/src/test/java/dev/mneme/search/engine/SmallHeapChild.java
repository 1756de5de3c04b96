package dev.mneme.search.engine;

import dev.mneme.index.api.BatchBytes;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.error.InvalidRequestException;
import dev.mneme.memory.Memory;
import dev.mneme.error.MnemeException;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The child process of {@link SmallHeapTest}. */
final class SmallHeapChild {
  private static final int WRITERS = 4;
  private static final long PATIENCE_SECONDS = 120;

  private SmallHeapChild() {}

  public static void main(String[] arguments) throws Exception {
    var store = Path.of(arguments[0]);
    switch (arguments[1]) {
      case "batch" -> largeBatches(store);
      case "exhaust" -> exhaust(store);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  /** Calls that bring more than can be encoded are refused, and harm nobody. */
  private static void largeBatches(Path store) {
    try (var engine = MemoryEngine.open(store, EngineOptions.defaults())) {
      var namespace = engine.namespace();
      var text = "word ".repeat(100_000);
      for (int size : new int[] {1, 60, 2, 40, 3}) {
        var batch = new ArrayList<Memory>();
        for (int i = 0; i < size; i++) {
          batch.add(Memory.text(text).id("b" + size + "-" + i).build());
        }
        boolean fits = size * 500_200L < BatchBytes.most();
        try {
          namespace.addAll(batch);
          System.out.println(fits ? "taken" : "bad: " + size + " were taken");
        } catch (InvalidRequestException e) {
          System.out.println(fits ? "bad: " + e.getMessage() : "refused " + e.getMessage());
        }
      }
      namespace.add(Memory.text("after").id("after").build());
      System.out.println("count " + namespace.count());
    }
  }

  /** Writes and searches until the heap is full, which somebody else has filled. */
  private static void exhaust(Path store) throws Exception {
    var engine = MemoryEngine.open(store, EngineOptions.defaults());
    var ballast = new ArrayList<byte[]>();
    var threads = new ArrayList<Thread>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      var thread = new Thread(() -> write(engine, writer));
      thread.start();
      threads.add(thread);
    }
    for (int round = 0; round < 20; round++) {
      try {
        while (true) {
          ballast.add(new byte[256 << 10]);
        }
      } catch (OutOfMemoryError e) {
        Thread.sleep(5); // the others meet it as well
        ballast.clear();
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (var thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      if (thread.isAlive()) {
        System.out.println("bad: a writer waits for ever");
        Runtime.getRuntime().halt(2);
      }
    }
    var closing = new Thread(engine::close);
    closing.start();
    closing.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    System.out.println(closing.isAlive() ? "bad: close does not return" : "closed");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void write(MemoryEngine engine, int writer) {
    var random = new Random(writer);
    for (int i = 0; i < 4_000; i++) {
      var id = "w" + writer + "-" + i;
      try {
        engine.namespace().add(Samples.memory(random, id));
        System.out.println("ok " + id);
        if (i % 10 == 0) {
          engine.namespace().search(SearchRequest.text("river").limit(5).build());
        }
      } catch (MnemeException e) {
        if (engine.namespace().get("w" + writer + "-0").isEmpty() && i > 1) {
          System.out.println("bad: it is not read any more");
        }
        return;
      } catch (OutOfMemoryError e) {
        continue; // of this thread
      }
    }
  }

  static List<String> acknowledged(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("ok ") && line.matches("ok w\\d-\\d+"))
        .map(line -> line.substring(3))
        .toList();
  }
}
