package dev.mneme.examples.cli;

import dev.mneme.examples.cli.read.CountCommand;
import dev.mneme.examples.cli.read.GetCommand;
import dev.mneme.examples.cli.read.HistoryCommand;
import dev.mneme.examples.cli.read.ListCommand;
import dev.mneme.examples.cli.read.NamespacesCommand;
import dev.mneme.examples.cli.read.SearchCommand;
import dev.mneme.examples.cli.read.StatsCommand;
import dev.mneme.examples.cli.upkeep.BackupCommand;
import dev.mneme.examples.cli.upkeep.CompactCommand;
import dev.mneme.examples.cli.upkeep.ExportCommand;
import dev.mneme.examples.cli.upkeep.SalvageCommand;
import dev.mneme.examples.cli.upkeep.VerifyCommand;
import dev.mneme.examples.cli.write.DeleteCommand;
import dev.mneme.examples.cli.write.DemoCommand;
import dev.mneme.examples.cli.write.IngestCommand;
import dev.mneme.examples.cli.write.ReembedCommand;
import dev.mneme.examples.render.Terminal;
import java.util.List;

/** All commands, in the order of the help. */
final class Commands {
  private Commands() {}

  static List<Object> all(Terminal terminal) {
    return List.of(
        new DemoCommand(terminal),
        new IngestCommand(terminal),
        new SearchCommand(terminal),
        new GetCommand(terminal),
        new ListCommand(terminal),
        new CountCommand(terminal),
        new HistoryCommand(terminal),
        new NamespacesCommand(terminal),
        new DeleteCommand(terminal),
        new ExportCommand(terminal),
        new BackupCommand(terminal),
        new StatsCommand(terminal),
        new VerifyCommand(terminal),
        new CompactCommand(terminal),
        new ReembedCommand(terminal),
        new SalvageCommand(terminal));
  }
}
