package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.core.check.Require;

import dev.mneme.error.InvalidRequestException;
import dev.mneme.examples.format.Lines;
import dev.mneme.examples.format.QueryLine;
import dev.mneme.examples.render.ResultJson;
import dev.mneme.Searchable;
import dev.mneme.request.SearchRequest;
import dev.mneme.request.SearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The queries of a file, run one after the other in this thread, after the same queries have warmed
 * the JVM up and the vector graph is complete. Each is timed as a whole: embedding of its text,
 * search, and fetching of texts.
 */
final class QueryBatch {
  private static final int MOST_WARMING_RUNS = 2_000;
  private static final Duration LONGEST_WARMING = Duration.ofSeconds(4);

  private final OpenStore store;
  private final List<Query> queries;

  private QueryBatch(OpenStore store, List<Query> queries) {
    this.store = store;
    this.queries = queries;
  }

  private record Query(String id, String origin, Searchable where, SearchRequest request) {
    SearchResult run() {
      try {
        return where.search(request);
      } catch (InvalidRequestException refused) {
        throw new InvalidRequestException(origin + ": " + refused.getMessage());
      }
    }
  }

  /** Hears an answer. */
  @FunctionalInterface
  interface Answers {
    void accept(String query, ResultJson.Micros took, SearchResult result);
  }

  /**
   * Reads and checks all queries before any runs.
   *
   * @throws InvalidRequestException naming the first line that is bad
   */
  static QueryBatch read(Path file, SearchOptions options, Scope scope, OpenStore store)
      throws IOException {
    Require.that(Files.exists(file), "%s: no such file", file);
    Require.that(Files.isReadable(file) && !Files.isDirectory(file), "%s: cannot be read", file);
    var queries = new ArrayList<Query>();
    try (var lines = new Lines(Files.newInputStream(file))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        var origin = file + " line " + line.get().number();
        try {
          queries.add(query(line.get(), origin, options, scope, store));
        } catch (InvalidRequestException refused) {
          throw new InvalidRequestException(origin + ": " + refused.getMessage());
        }
      }
    }
    return new QueryBatch(store, queries);
  }

  private static Query query(
      Lines.Line line, String origin, SearchOptions options, Scope scope, OpenStore store) {
    return switch (line) {
      case Lines.Line.Bad bad -> throw new InvalidRequestException(bad.reason());
      case Lines.Line.Text text -> {
        var parsed = QueryLine.parse(text.text());
        var engine = store.engine();
        var where =
            parsed.namespace().<Searchable>map(engine::namespace).orElseGet(() -> scope.in(engine));
        yield new Query(
            parsed.id().orElse(Long.toString(text.number())),
            origin,
            where,
            options.request(parsed));
      }
    };
  }

  void run(Answers answers) throws InterruptedException {
    store.engine().awaitIdle();
    warmUp();
    for (var query : queries) {
      store.takeEmbedMicros();
      long start = System.nanoTime();
      var result = query.run();
      long micros = (System.nanoTime() - start) / 1_000;
      answers.accept(query.id(), new ResultJson.Micros(micros, store.takeEmbedMicros()), result);
    }
  }

  private void warmUp() {
    long start = System.nanoTime();
    int runs = 0;
    while (!queries.isEmpty()
        && runs < MOST_WARMING_RUNS
        && System.nanoTime() - start < LONGEST_WARMING.toNanos()) {
      queries.get(runs % queries.size()).run();
      runs++;
    }
  }
}
