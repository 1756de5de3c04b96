package dev.mneme.examples.cli;

import dev.mneme.core.model.MnemeException;
import dev.mneme.examples.format.Quote;
import dev.mneme.examples.render.Output;
import dev.mneme.examples.render.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line tool: {@code mneme COMMAND --store DIR ...}. */
@Command(
    name = "mneme",
    description = "Remembers short texts and finds them by meaning, words, time and attribute.",
    versionProvider = Mneme.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit status: 0 done, 1 bad input or a damaged store, 2 wrong usage."})
public final class Mneme implements Runnable {
  static final int FAILED = 1;

  /** JDK logging forgets the level of a logger that nobody holds. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where an error comes from.")
  private boolean debug;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private Mneme() {}

  /** Ends the JVM with the exit status. */
  public static void main(String[] args) {
    var standardError = StandardError.attach();
    LUCENE.setLevel(Level.WARNING);
    var terminal = Terminal.system(new FileOutputStream(FileDescriptor.out), standardError);
    int status = run(terminal, args);
    standardError.flush();
    System.exit(status);
  }

  /** Runs one command; returns the exit status. */
  public static int run(Terminal terminal, String... args) {
    var root = new Mneme();
    var commandLine = new CommandLine(root);
    Commands.all(terminal).forEach(commandLine::addSubcommand);
    return configure(commandLine, terminal, root).execute(args);
  }

  private static CommandLine configure(CommandLine commandLine, Terminal terminal, Mneme root) {
    var out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
    var err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
    return commandLine
        .setOut(out)
        .setErr(err)
        .registerConverter(Path.class, Mneme::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.min(terminal.width(), 100))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                terminal.color() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((problem, args) -> usage(problem, terminal))
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> failed(problem, terminal, root.debug));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException("'" + text + "' is not a path");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int usage(ParameterException problem, Terminal terminal) {
    var command = problem.getCommandLine();
    terminal.err().println("mneme: " + Quote.oneLine(String.valueOf(problem.getMessage()), 400));
    terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception problem, Terminal terminal, boolean debug) {
    if (problem instanceof Output.ReaderGone) {
      return CommandLine.ExitCode.OK;
    }
    terminal.err().println("mneme: " + Quote.oneLine(describe(problem), 1_000));
    if (debug) {
      problem.printStackTrace(terminal.err());
    }
    return FAILED;
  }

  private static String describe(Exception problem) {
    return switch (problem) {
      case MnemeException expected -> String.valueOf(expected.getMessage());
      case NoSuchFileException missing -> missing.getFile() + ": no such file";
      case UncheckedIOException wrapped -> String.valueOf(wrapped.getMessage());
      case IOException io -> String.valueOf(io.getMessage());
      default -> "internal error, please report it with the output of --debug: " + problem;
    };
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Optional.ofNullable(Mneme.class.getPackage().getImplementationVersion());
      return new String[] {"mneme " + version.orElse("of the sources")};
    }
  }
}
