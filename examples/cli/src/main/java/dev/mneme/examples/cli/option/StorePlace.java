package dev.mneme.examples.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which store, and how to print: what commands have that do not open the store as others do. */
public final class StorePlace {
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description = "The directory of the store.")
  private Path directory;

  @Option(names = "--json", description = "Print JSON, one object a line, and nothing else.")
  private boolean json;

  /** Of the store; it need not exist. */
  public Path directory() {
    return directory;
  }

  /** Whether JSON is asked for. */
  public boolean json() {
    return json;
  }
}
