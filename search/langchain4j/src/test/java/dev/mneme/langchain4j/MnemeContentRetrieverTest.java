package dev.mneme.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.mneme.embed.HashingEmbedder;
import dev.mneme.memory.Memory;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.request.Leg;
import dev.mneme.request.SearchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnemeContentRetrieverTest {
  private final HashingEmbedder embedder = new HashingEmbedder(64);

  @TempDir private Path directory;

  @Test
  void retrieve_usesBothLegs() {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults().embedder(embedder))) {
      var namespace = engine.namespace("user:melanie");
      // Found by its words alone: its vector is that of another text.
      namespace.add(
          Memory.text("Caroline joined the support group")
              .id("words")
              .attribute("speaker", "Caroline")
              .embedding(embedder.embedQuery("rain falls on Monday"))
              .build());
      // Found by its vector alone: it shares no word with the query.
      namespace.add(
          Memory.text("sunrise")
              .id("meaning")
              .embedding(embedder.embedQuery("Caroline joined"))
              .build());
      // No content, for it has no text.
      namespace.add(
          Memory.builder().id("mute").embedding(embedder.embedQuery("Caroline joined")).build());

      var query = Query.from("Caroline joined");
      var contents = new MnemeContentRetriever(namespace, 10).retrieve(query);
      assertThat(contents)
          .extracting(MnemeContentRetrieverTest::id)
          .containsOnly("words", "meaning");
      for (var content : contents) {
        assertThat((Double) content.metadata().get(ContentMetadata.SCORE)).isBetween(0.0, 1.0);
      }
      var words =
          new MnemeContentRetriever(
              namespace, asked -> SearchRequest.text(asked.text()).legs(Set.of(Leg.TEXT)).build());
      assertThat(words.retrieve(query))
          .extracting(MnemeContentRetrieverTest::id)
          .isEqualTo(List.of("words"));
      var segment = words.retrieve(query).getFirst().textSegment();
      assertThat(segment.text()).isEqualTo("Caroline joined the support group");
      assertThat(segment.metadata().getString("speaker")).isEqualTo("Caroline");
    }
  }

  @Test
  void retrieve_staysInItsNamespaceUnlessToldOtherwise() {
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults().embedder(embedder))) {
      engine.namespace("a").add(Memory.text("Caroline joined").id("a").build());
      engine.namespace("b").add(Memory.text("Caroline joined").id("b").build());
      var query = Query.from("Caroline");
      assertThat(new MnemeContentRetriever(engine.namespace("a"), 10).retrieve(query))
          .extracting(MnemeContentRetrieverTest::id)
          .isEqualTo(List.of("a"));
      assertThat(new MnemeContentRetriever(engine.everywhere(), 10).retrieve(query))
          .extracting(MnemeContentRetrieverTest::id)
          .containsOnly("a", "b");
      assertThat(new MnemeContentRetriever(engine.everywhere(), 1).retrieve(query)).hasSize(1);
    }
  }

  /** A model that is told that nothing is known would say so. */
  @Test
  void retrieve_ofNothingBecauseMeaningCannotBeSearched_fails() {
    var query = Query.from("felines");
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults())) {
      var retriever = new MnemeContentRetriever(engine.namespace("a"), 10);
      assertThat(retriever.retrieve(query)).isEmpty(); // there is nothing to be found
      engine.namespace("a").add(Memory.text("Cats sleep").id("a").build());
      assertThatThrownBy(() -> retriever.retrieve(query))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("without an embedder");
      assertThat(retriever.retrieve(Query.from("cats"))).hasSize(1);
      var words =
          new MnemeContentRetriever(
              engine.namespace("a"),
              asked -> SearchRequest.text(asked.text()).legs(Set.of(Leg.TEXT)).build());
      assertThat(words.retrieve(query)).isEmpty();
    }
    try (var engine = MemoryEngine.open(directory, EngineOptions.defaults().embedder(embedder))) {
      var retriever = new MnemeContentRetriever(engine.namespace("a"), 10);
      assertThatThrownBy(() -> retriever.retrieve(query))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 of 1 memories in scope have no vector");
      engine.reembed();
      assertThat(retriever.retrieve(query)).hasSize(1);
    }
  }

  private static Object id(Content content) {
    return content.metadata().get(ContentMetadata.EMBEDDING_ID);
  }
}
