package dev.mneme.examples.cli.upkeep;

import dev.mneme.examples.cli.option.OpenStore;
import dev.mneme.examples.cli.option.StoreCommand;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mneme backup}. */
@Command(
    name = "backup",
    description = "Copy the store into a new directory, which is a store too.")
public final class BackupCommand extends StoreCommand {
  @Parameters(paramLabel = "TARGET", description = "The directory to make.")
  private Path target = Path.of("");

  public BackupCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected OpenStore open() {
    ExportFile.requireOutside(store, target);
    return super.open();
  }

  @Override
  protected int run(OpenStore open, Output out) {
    open.engine().backup(target);
    long memories = open.engine().stats().memories();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("backup", target.toString());
            generator.writeNumberField("memories", memories);
            generator.writeEndObject();
          });
    } else {
      out.format("%,d memories copied to %s", memories, target);
    }
    return 0;
  }
}
