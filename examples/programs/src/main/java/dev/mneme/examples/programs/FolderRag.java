package dev.mneme.examples.programs;

import dev.mneme.EngineOptions;
import dev.mneme.MemoryEngine;
import dev.mneme.Namespace;
import dev.mneme.chunk.ChunkOptions;
import dev.mneme.chunk.Chunker;
import dev.mneme.chunk.DocumentFormat;
import dev.mneme.embedders.LocalEmbedder;
import dev.mneme.memory.Memory;
import dev.mneme.request.SearchRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * RAG over a folder: cuts its Markdown files into passages, finds those that answer a question by
 * words and by meaning, and prints the prompt that a chat model would get. Takes the directory of
 * the store, the folder and the question. Run twice, it writes the same passages again.
 */
public final class FolderRag {
  private static final ChunkOptions PASSAGES = new ChunkOptions(400, 80);

  private FolderRag() {}

  public static void main(String... args) throws IOException {
    try (var embedder = LocalEmbedder.bgeSmall();
        var engine =
            MemoryEngine.open(Path.of(args[0]), EngineOptions.defaults().embedder(embedder));
        var files = Files.newDirectoryStream(Path.of(args[1]), "*.md")) {
      var passages = engine.namespace("passages");
      for (var file : files) {
        take(passages, file);
      }
      System.out.println("Answer from these passages, and say which of them you used:");
      for (var hit : passages.search(SearchRequest.text(args[2]).limit(2).build()).hits()) {
        System.out.printf("[%s] %s%n", hit.memory().id(), hit.memory().text());
      }
      System.out.println("Question: " + args[2]);
    }
  }

  /** An id that says where a passage is from makes the next run replace it. */
  private static void take(Namespace passages, Path file) throws IOException {
    var name = file.getFileName().toString();
    passages.putAll(
        Chunker.chunk(Files.readString(file), PASSAGES, DocumentFormat.ofFileName(name)).stream()
            .map(
                chunk ->
                    Memory.text(chunk.text())
                        .id(name + "#" + chunk.index())
                        .attribute("file", name)
                        .attribute("heading", chunk.heading())
                        .build())
            .toList());
  }
}
