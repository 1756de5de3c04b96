package dev.mneme.langchain4j.kit;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreIT;
import dev.mneme.search.adapter.KitCount;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LangChain4j's {@link EmbeddingStoreIT}. */
class LangChain4jStoreKitTest extends EmbeddingStoreIT {
  @RegisterExtension static final KitStore STORE = new KitStore();

  @RegisterExtension
  static final KitCount COUNT = new KitCount("LangChain4j EmbeddingStoreIT", 9, 0);

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return STORE.store();
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return KitModel.MODEL;
  }

  @Override
  protected void clearStore() {
    STORE.store().removeAll();
  }
}
