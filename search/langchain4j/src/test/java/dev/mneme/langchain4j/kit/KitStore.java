package dev.mneme.langchain4j.kit;

import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.langchain4j.MnemeEmbeddingStore;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine for the tests of one kit, in a directory of its own. */
final class KitStore implements BeforeAllCallback, AfterAllCallback {
  private Path directory;
  private MemoryEngine engine;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    directory = java.nio.file.Files.createTempDirectory("mneme-kit");
    engine = MemoryEngine.open(directory, EngineOptions.defaults().durability(Durability.ASYNC));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    engine.close();
    try (var paths = java.nio.file.Files.walk(directory)) {
      for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.delete(path);
      }
    }
  }

  Namespace namespace() {
    return engine.namespace("kit");
  }

  MnemeEmbeddingStore store() {
    return new MnemeEmbeddingStore(namespace());
  }
}
