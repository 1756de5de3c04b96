package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.cli.option.OpenStore.Texts;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.ResultJson;
import dev.mneme.examples.render.ResultText;
import dev.mneme.examples.render.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mneme search}. */
@Command(
    name = "search",
    description = {
      "Find memories by meaning, words, time and attribute.",
      "With --json an answer is {query, tookMicros, embedMicros, hits}: tookMicros is the whole call, texts fetched;"
          + " embedMicros is the part of it in which the model embedded the query."
    })
public final class SearchCommand extends StoreCommand {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "What to find, in plain words.")
  private List<String> words = List.of();

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = {
        "Run the queries of a JSONL file one after the other, warmed up: id, text and/or vector,"
            + " and namespace, filter, from, to, limit where they differ from the options."
      })
  private @Nullable Path queries;

  @Mixin private Scope scope = new Scope();

  @Mixin private SearchOptions options = new SearchOptions();

  public SearchCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected OpenStore open() {
    boolean one = !words.isEmpty() || options.hasVector();
    if (one == (queries != null)) {
      throw new ParameterException(
          spec.commandLine(), "search needs a text, a --vector or both, or a file of --queries");
    }
    return OpenStore.existing(store, needsModel() ? Texts.COMING : Texts.PERHAPS);
  }

  private boolean needsModel() {
    return !words.isEmpty() && options.embedsText();
  }

  @Override
  protected int run(OpenStore open, Output out) throws Exception {
    if (queries == null) {
      runOne(open, out);
    } else {
      var batch = QueryBatch.read(queries, options, scope, open);
      batch.run((query, took, result) -> print(out, query, took, result));
    }
    return 0;
  }

  private void runOne(OpenStore open, Output out) throws IOException {
    var text = words.isEmpty() ? Optional.<String>empty() : Optional.of(String.join(" ", words));
    var request = options.request(text, !json);
    if (needsModel()) {
      open.awaitModel();
    }
    long start = System.nanoTime();
    var result = scope.in(open.engine()).search(request);
    var took = new ResultJson.Micros((System.nanoTime() - start) / 1_000, open.takeEmbedMicros());
    print(out, text.orElse("vector"), took, result);
  }

  private void print(
      Output out, String query, ResultJson.Micros took, dev.mneme.request.SearchResult result) {
    if (json) {
      out.json(generator -> ResultJson.write(generator, query, took, result));
      return;
    }
    if (queries != null) {
      out.line(query);
    }
    var text = new ResultText(terminal, scope.everywhere());
    text.lines(result, options.offset() + 1, took.total()).forEach(out::line);
    result.explanation().ifPresent(explanation -> text.lines(explanation).forEach(out::line));
  }
}
