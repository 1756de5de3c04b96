package dev.mneme.search.engine;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.error.StorageException;
import java.nio.file.Path;
import java.util.Random;

/**
 * The child process of {@link RealFaultsTest}: writes until a write fails, and says how the engine
 * behaves then.
 */
final class RealFaultsWriter {
  private RealFaultsWriter() {}

  public static void main(String[] arguments) {
    try (var engine = MemoryEngine.open(Path.of(arguments[0]), EngineOptions.defaults())) {
      var namespace = engine.namespace();
      var random = new Random(1);
      int written = 0;
      try {
        for (; written < 10_000; written++) {
          namespace.add(Samples.memory(random, "m" + written));
          System.out.println("ok m" + written);
        }
      } catch (StorageException expected) {
        System.out.println("failed");
      }
      try {
        namespace.add(Samples.memory(random, "refused"));
      } catch (StorageException expected) {
        System.out.println("refused");
      }
      if (namespace.get("m0").isPresent() && namespace.count() == written) {
        System.out.println("read");
      }
    }
  }
}
