package dev.mneme.examples.cli.upkeep;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.Pages;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.format.MemoryJson;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import dev.mneme.request.ListRequest;
import dev.mneme.MemoryEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mneme export}. */
@Command(
    name = "export",
    description = {
      "Print all memories as JSON, one a line, by namespace and time.",
      "What ingest reads back is an equal store, vectors included."
    })
public final class ExportCommand extends StoreCommand {
  @Option(
      names = "--namespace",
      paramLabel = "NS",
      description = "Only this namespace; all by default.")
  private @Nullable String namespace;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write to a file, which is replaced when all is written; only the owner may read a new one.")
  private @Nullable Path output;

  public ExportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) throws IOException {
    if (output == null) {
      export(open.engine(), out);
      return 0;
    }
    ExportFile.write(output, file -> export(open.engine(), file));
    return 0;
  }

  @Override
  protected OpenStore open() {
    if (output != null) {
      ExportFile.check(output, store);
    }
    return super.open();
  }

  private void export(MemoryEngine engine, Output out) {
    var names = namespace == null ? engine.namespaces() : List.of(namespace);
    for (var name : names) {
      Pages.forEach(
          engine.namespace(name),
          ListRequest.oldest(Pages.SIZE).build(),
          Long.MAX_VALUE,
          entry -> out.json(generator -> MemoryJson.write(generator, name, entry.memory(), true)));
    }
  }
}
