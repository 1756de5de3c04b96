package dev.mneme.examples.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code mneme help}: the same as {@code --help}, of the tool or of a command. */
@Command(name = "help", description = "Explain a command, or list them all.")
final class HelpCommand implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command to explain.")
  private List<String> names = List.of();

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    CommandLine explained = root;
    for (var name : names) {
      var next = explained.getSubcommands().get(name);
      if (next == null) {
        throw unknown(root);
      }
      explained = next;
    }
    explained.usage(root.getOut());
  }

  private ParameterException unknown(CommandLine root) {
    return new UnmatchedArgumentException(root, names);
  }
}
