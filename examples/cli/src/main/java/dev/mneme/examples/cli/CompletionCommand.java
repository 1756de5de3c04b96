package dev.mneme.examples.cli;

import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mneme generate-completion}. */
@Command(
    name = "generate-completion",
    description = {
      "Print a script that makes bash and zsh complete commands and options:",
      "source <(mneme generate-completion)"
    })
final class CompletionCommand implements Runnable {
  private final Terminal terminal;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    var root = spec.root();
    try (var out = new Output(terminal.out())) {
      AutoComplete.bash(root.name(), root.commandLine())
          .lines()
          .map(line -> line.replace("\t", "  "))
          .forEach(out::line);
    }
  }
}
