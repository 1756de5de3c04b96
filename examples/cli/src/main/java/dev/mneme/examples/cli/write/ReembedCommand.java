package dev.mneme.examples.cli.write;

import dev.mneme.examples.cli.option.EmbedderChoice;
import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Scope;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.cli.progress.CountBar;
import dev.mneme.report.ReembedReport;

import dev.mneme.core.check.Require;

import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mneme reembed}. */
@Command(
    name = "reembed",
    description = {
      "Make vectors for the memories that have text and no vector.",
      "What is done stays done: after an interruption, run it again."
    })
public final class ReembedCommand extends StoreCommand {
  @Mixin private Scope scope = new Scope();

  @Option(
      names = "--embedder",
      paramLabel = "NAME",
      converter = EmbedderChoice.Converter.class,
      description = "The model, for a store that has none yet; the store keeps it.")
  private @Nullable EmbedderChoice embedder;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Memories embedded and written at once; ${DEFAULT-VALUE} by default.")
  private int batch = ReembedReport.BATCH;

  public ReembedCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected OpenStore open() {
    return OpenStore.toEmbed(store, Optional.ofNullable(embedder));
  }

  @Override
  protected int run(OpenStore open, Output out) {
    requireEmbedder(open, store);
    var total = new ReembedReport(0, 0);
    for (var name : scope.names(open.engine())) {
      try (var bar = CountBar.on(terminal, "reembed " + name)) {
        total = total.plus(open.engine().namespace(name).reembed(batch, bar::show));
      }
    }
    print(out, total);
    return 0;
  }

  private static void requireEmbedder(OpenStore open, Path store) {
    Require.that(
        open.engine().stats().hasEmbedder(),
        "%s has no embedder that this program knows; name one with --embedder",
        store);
  }

  private void print(Output out, ReembedReport report) {
    if (!json) {
      out.format(
          "%,d %s embedded", report.embedded(), report.embedded() == 1 ? "memory" : "memories");
      if (report.changed() > 0) {
        out.format("%,d were changed or deleted meanwhile", report.changed());
      }
      return;
    }
    out.json(
        generator -> {
          generator.writeStartObject();
          generator.writeNumberField("embedded", report.embedded());
          generator.writeNumberField("changed", report.changed());
          generator.writeEndObject();
        });
  }
}
