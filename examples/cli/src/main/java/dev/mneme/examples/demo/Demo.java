package dev.mneme.examples.demo;

import dev.mneme.examples.ingest.IngestOptions;
import dev.mneme.examples.ingest.IngestProgress;
import dev.mneme.examples.ingest.IngestReport;
import dev.mneme.examples.ingest.Ingester;
import dev.mneme.examples.ingest.source.Sources;
import dev.mneme.MemoryEngine;
import dev.mneme.Searchable;
import dev.mneme.request.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Ingests the bundled conversations and asks the questions of the tour. */
public final class Demo {
  private static final String CONVERSATIONS = "conversations.jsonl";

  private final MemoryEngine engine;

  public Demo(MemoryEngine engine) {
    this.engine = engine;
  }

  /**
   * A question with what was found.
   *
   * @param shows what there is to see
   * @param command how the command line would ask it
   * @param namespace where it was asked; empty for everywhere
   */
  public record Answer(
      String shows,
      Optional<String> namespace,
      String text,
      String command,
      SearchResult result,
      long tookMicros) {}

  /**
   * Copies the conversations into {@code directory}, for they are a resource, and takes them in.
   */
  public IngestReport ingest(Path directory, IngestOptions options) throws IOException {
    var file = directory.resolve(CONVERSATIONS);
    try (var resource = Demo.class.getResourceAsStream(CONVERSATIONS)) {
      if (resource == null) {
        throw new IOException("no resource " + CONVERSATIONS + " on the class path");
      }
      Files.copy(resource, file);
    }
    return new Ingester(engine, options, IngestProgress.NONE).run(Sources.find(List.of(file)));
  }

  /** Asks everything, in order. */
  public List<Answer> ask() {
    return Tour.questions().stream().map(this::ask).toList();
  }

  private Answer ask(Question question) {
    var where =
        question.namespace().<Searchable>map(engine::namespace).orElseGet(engine::everywhere);
    long start = System.nanoTime();
    var result = where.search(question.request());
    long micros = (System.nanoTime() - start) / 1_000;
    return new Answer(
        question.shows(),
        question.namespace(),
        question.text(),
        question.command(),
        result,
        micros);
  }
}
