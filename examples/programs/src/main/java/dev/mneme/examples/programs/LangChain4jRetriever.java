package dev.mneme.examples.programs;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.langchain4j.LangChain4jEmbedder;
import dev.mneme.langchain4j.MnemeContentRetriever;
import dev.mneme.langchain4j.MnemeEmbeddingStore;
import java.nio.file.Path;
import java.util.List;

/**
 * LangChain4j: one of its models makes the vectors, its store is Mneme, and the retriever that an
 * AI service takes looks by words as well as by meaning. Takes the directory of the store.
 */
public final class LangChain4jRetriever {
  private LangChain4jRetriever() {}

  public static void main(String... args) {
    EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel();
    var embedder = new LangChain4jEmbedder("all-minilm-l6-v2-q", "", model);
    try (var engine =
        MemoryEngine.open(Path.of(args[0]), EngineOptions.defaults().embedder(embedder))) {
      var manual = engine.namespace("manual");
      var segments =
          List.of(
              TextSegment.from("Error E42 means that the water tank is empty"),
              TextSegment.from("Error E17 means that the filter is clogged"),
              TextSegment.from("Descale the machine once a month"));
      new MnemeEmbeddingStore(manual).addAll(model.embedAll(segments).content(), segments);

      // A vector alone cannot tell E17 from E42; the word does.
      ContentRetriever retriever = new MnemeContentRetriever(manual, 1);
      for (var question : List.of("what is E17?", "How often must limescale be removed?")) {
        for (var content : retriever.retrieve(Query.from(question))) {
          System.out.println(question + " " + content.textSegment().text());
        }
      }
    }
  }
}
