package dev.mneme.examples.cli.option;

import dev.mneme.examples.cli.option.OpenStore.Texts;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What the commands that work on one store have in common. */
public abstract class StoreCommand implements Callable<Integer> {
  protected final Terminal terminal;

  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the store.")
  protected Path store;

  @Option(names = "--json", description = "Print JSON, one object a line, and nothing else.")
  protected boolean json;

  protected StoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (var open = open();
        var out = new Output(terminal.out())) {
      return run(open, out);
    }
  }

  /** Opens the store; most commands need one that is there. */
  protected OpenStore open() {
    return OpenStore.existing(store, Texts.PERHAPS);
  }

  /** Does the work; returns the exit status. */
  protected abstract int run(OpenStore open, Output out) throws Exception;
}
