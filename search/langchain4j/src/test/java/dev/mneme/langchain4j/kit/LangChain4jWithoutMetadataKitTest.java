package dev.mneme.langchain4j.kit;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithoutMetadataIT;
import dev.mneme.search.adapter.KitCount;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LangChain4j's {@link EmbeddingStoreWithoutMetadataIT}. */
class LangChain4jWithoutMetadataKitTest extends EmbeddingStoreWithoutMetadataIT {
  @RegisterExtension static final KitStore STORE = new KitStore();

  @RegisterExtension
  static final KitCount COUNT = new KitCount("LangChain4j EmbeddingStoreWithoutMetadataIT", 8, 0);

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
