package dev.mneme.langchain4j.kit;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.mneme.search.adapter.KitCount;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LangChain4j's {@link EmbeddingStoreAddAllContract}. */
class LangChain4jAddAllKitTest implements EmbeddingStoreAddAllContract {
  @RegisterExtension static final KitStore STORE = new KitStore();

  @RegisterExtension
  static final KitCount COUNT = new KitCount("LangChain4j EmbeddingStoreAddAllContract", 7, 0);

  @Override
  public EmbeddingStore<TextSegment> embeddingStore() {
    return STORE.store();
  }
}
