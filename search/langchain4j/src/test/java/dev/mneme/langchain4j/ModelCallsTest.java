package dev.mneme.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.mneme.embed.CachingEmbedder;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.search.adapter.ModelCalls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a model of LangChain4j is called. */
class ModelCallsTest {
  private static final HashingEmbedder HASHING = new HashingEmbedder(16);

  @TempDir private Path directory;
  private ModelCalls calls;

  @BeforeEach
  void count() {
    calls = new ModelCalls(directory);
  }

  private final class Model implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      calls.called(segments.size());
      return Response.from(
          segments.stream()
              .map(segment -> Embedding.from(HASHING.embedQuery(segment.text()).array()))
              .toList());
    }
  }

  @Test
  void addAll_ofMoreThanAModelTakes_isCut_andTheDimensionIsAskedOnce() {
    calls.assertAddAllIsCut(new LangChain4jEmbedder("m", "", new Model()));
  }

  @Test
  void addAll_throughACache_isCutToo() {
    calls.assertAddAllIsCut(
        CachingEmbedder.inMemory(new LangChain4jEmbedder("m", "", new Model()), 10_000));
  }
}
