package dev.mneme.examples.cli.read;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import picocli.CommandLine.Command;

/** {@code mneme namespaces}. */
@Command(
    name = "namespaces",
    description = "Print the namespaces and how many memories each holds.")
public final class NamespacesCommand extends StoreCommand {
  public NamespacesCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected int run(OpenStore open, Output out) {
    for (var name : open.engine().namespaces()) {
      long count = open.engine().namespace(name).count();
      if (json) {
        out.json(
            generator -> {
              generator.writeStartObject();
              generator.writeStringField("namespace", name);
              generator.writeNumberField("memories", count);
              generator.writeEndObject();
            });
      } else {
        out.format("%,10d  %s", count, name);
      }
    }
    return 0;
  }
}
