package dev.mneme.examples.cli;

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
