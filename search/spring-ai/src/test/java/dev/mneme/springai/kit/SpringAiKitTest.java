package dev.mneme.springai.kit;

import dev.mneme.embed.HashingEmbedder;
import dev.mneme.Durability;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.springai.MnemeVectorStore;
import java.nio.file.Path;
import java.util.function.Consumer;
import dev.mneme.search.adapter.KitCount;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.VectorStore;

/** Spring AI's {@link BaseVectorStoreTests}. */
class SpringAiKitTest extends BaseVectorStoreTests {
  @RegisterExtension
  static final KitCount COUNT = new KitCount("Spring AI BaseVectorStoreTests", 3, 0);

  @TempDir private Path directory;

  @Override
  protected void executeTest(Consumer<VectorStore> test) {
    var options =
        EngineOptions.defaults().durability(Durability.ASYNC).embedder(new HashingEmbedder(64));
    try (var engine = MemoryEngine.open(directory, options)) {
      test.accept(new MnemeVectorStore(engine.namespace()));
    }
  }
}
