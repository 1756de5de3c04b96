package dev.mneme.examples.programs;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.embedders.LocalEmbedder;
import dev.mneme.springai.MnemeVectorStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Spring: the engine and its vector store as beans, which the context closes; whatever asks for a
 * {@link VectorStore} gets Mneme. With a model of Spring AI, {@code SpringAiEmbedder} takes the
 * place of the local one. Takes the directory of the store.
 */
public final class SpringStore {
  private SpringStore() {}

  public static void main(String... args) {
    try (var context = new GenericApplicationContext()) {
      context.registerBean(LocalEmbedder.class, LocalEmbedder::bgeSmall);
      context.registerBean(
          MemoryEngine.class,
          () ->
              MemoryEngine.open(
                  Path.of(args[0]),
                  EngineOptions.defaults().embedder(context.getBean(LocalEmbedder.class))));
      context.registerBean(
          VectorStore.class,
          () -> new MnemeVectorStore(context.getBean(MemoryEngine.class).namespace("docs")));
      context.refresh();
      ask(context.getBean(VectorStore.class));
    }
  }

  private static void ask(VectorStore store) {
    store.add(
        List.of(
            new Document("Refunds are paid within two weeks", Map.of("year", 2024)),
            new Document("Refunds are paid within a month", Map.of("year", 2019)),
            new Document("The office is closed on Sundays", Map.of("year", 2024))));
    var request =
        SearchRequest.builder()
            .query("When do I get my money back?")
            .filterExpression("year >= 2020")
            .topK(1);
    for (var document : store.similaritySearch(request.build())) {
      System.out.println(document.getMetadata().get("year") + ": " + document.getText());
    }
  }
}
