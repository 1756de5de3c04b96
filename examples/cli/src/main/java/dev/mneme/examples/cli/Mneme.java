package dev.mneme.examples.cli;

import dev.mneme.error.MnemeException;
import dev.mneme.core.text.Printable;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line tool: {@code mneme COMMAND --store DIR ...}. */
@Command(
    name = "mneme",
    description = "Remembers short texts and finds them by meaning, words, time and attribute.",
    versionProvider = Mneme.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Exit status: 0 done, 1 bad input or a damaged store, 2 wrong usage."})
public final class Mneme implements Runnable {
  /** Has room for all the values of an option. */
  private static final int LONGEST_PROBLEM = 1_000;

  private static final int FAILED = CommandLine.ExitCode.SOFTWARE;

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
    commandLine.addSubcommand(new HelpCommand()).addSubcommand(new CompletionCommand(terminal));
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
    terminal.complain(Quote.oneLine(String.valueOf(problem.getMessage()), LONGEST_PROBLEM));
    var suggestions = suggestions(problem);
    if (!suggestions.isEmpty()) {
      terminal.err().println("Did you mean " + String.join(" or ", suggestions) + "?");
    }
    terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  /** Names of commands and options that are like the one that is not known. */
  private static List<String> suggestions(ParameterException problem) {
    return problem instanceof UnmatchedArgumentException unmatched
        ? Misspelling.likely(unmatched.getUnmatched().getFirst(), unmatched.getSuggestions())
        : List.of();
  }

  private static int failed(Exception problem, Terminal terminal, boolean debug) {
    if (problem instanceof Output.ReaderGone) {
      return CommandLine.ExitCode.OK;
    }
    terminal.complain(describe(problem));
    if (debug) {
      trace(problem).forEach(line -> terminal.err().println(line));
    }
    return FAILED;
  }

  /** Where the problem and its causes come from; their messages may hold anything. */
  private static List<String> trace(Throwable problem) {
    var lines = new ArrayList<String>();
    var lead = "";
    for (var cause : causes(problem)) {
      lines.add(lead + Printable.escape(cause.toString()));
      for (var place : cause.getStackTrace()) {
        lines.add("\tat " + Printable.escape(place.toString()));
      }
      lead = "Caused by: ";
    }
    return lines;
  }

  private static Set<Throwable> causes(Throwable problem) {
    var causes = new LinkedHashSet<Throwable>();
    for (var cause = problem; cause != null && causes.add(cause); cause = cause.getCause()) {}
    return causes;
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
