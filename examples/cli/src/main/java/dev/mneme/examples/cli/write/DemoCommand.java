package dev.mneme.examples.cli.write;

import dev.mneme.examples.cli.option.EmbedderChoice;
import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreChoice;
import dev.mneme.examples.demo.Demo;
import dev.mneme.examples.ingest.IngestOptions;
import dev.mneme.examples.render.IngestReportText;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.ResultJson;
import dev.mneme.examples.render.ResultText;
import dev.mneme.examples.render.Style;
import dev.mneme.examples.render.Terminal;
import dev.mneme.Durability;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mneme demo}. */
@Command(
    name = "demo",
    description =
        "Take bundled conversations in, ask questions that show what can be found, and print the answers.")
public final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Keep the store in this directory; a temporary one by default.")
  private @Nullable Path store;

  @Option(
      names = "--embedder",
      paramLabel = "E",
      converter = EmbedderChoice.Converter.class,
      description = "bge-small (default), minilm or none.")
  private @Nullable EmbedderChoice embedder;

  @Option(names = "--json", description = "Print JSON, one object a line, and nothing else.")
  private boolean json;

  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    var temporary = Files.createTempDirectory("mneme-demo-");
    try (var open =
            OpenStore.existingOrNew(
                store == null ? temporary.resolve("store") : store,
                new StoreChoice(Optional.ofNullable(embedder), Optional.empty(), Durability.SYNC));
        var out = new Output(terminal.out())) {
      run(open, temporary, out);
    } finally {
      deleteTree(temporary);
    }
    return 0;
  }

  private void run(OpenStore open, Path temporary, Output out) throws IOException {
    var demo = new Demo(open.engine());
    var options = IngestOptions.defaults().withEmbeds(open.embedder().isPresent());
    if (!json) {
      out.line("Taking in what Ada, Ben and a team said between March and September 2025 ...");
      out.flush();
    }
    var report = demo.ingest(temporary, options);
    if (json) {
      out.json(generator -> IngestReportText.write(generator, report));
    } else {
      IngestReportText.lines(report).forEach(out::line);
    }
    for (var answer : demo.ask()) {
      if (json) {
        var took = new ResultJson.Micros(answer.tookMicros(), open.takeEmbedMicros());
        out.json(generator -> ResultJson.write(generator, answer.text(), took, answer.result()));
      } else {
        print(out, answer);
      }
    }
    if (!json && store != null) {
      out.line("");
      out.format("Ask on: examples/mneme search --store %s --namespace user:ada \"...\"", store);
    }
  }

  private void print(Output out, Demo.Answer answer) {
    var style = Style.of(terminal);
    out.line("");
    out.line(style.bold("# " + answer.shows()));
    out.line(style.dim(answer.command()));
    var text = new ResultText(terminal, answer.namespace().isEmpty());
    text.lines(answer.result(), 1, answer.tookMicros()).forEach(out::line);
    answer
        .result()
        .explanation()
        .ifPresent(explanation -> text.lines(explanation).forEach(out::line));
  }

  private static void deleteTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException problem)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
