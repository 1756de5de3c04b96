package dev.mneme.examples.render;

import dev.mneme.core.text.Printable;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes to.
 *
 * @param out results
 * @param err errors and progress
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}
 * @param width in columns
 * @param color whether {@code out} may hold ANSI sequences
 */
public record Terminal(
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width,
    boolean color) {
  private static final int USUAL_WIDTH = 80;
  private static final int LONGEST_ERROR = 2_000;

  /** For tests and pipes: plain text, 80 columns. */
  public static Terminal plain(OutputStream out, OutputStream err) {
    return new Terminal(
        out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false, USUAL_WIDTH, false);
  }

  /**
   * The terminal of this process, as the launcher describes it in the system properties {@code
   * mneme.tty} (which of out and err are terminals) and {@code mneme.columns}; without them, as the
   * console says.
   */
  public static Terminal system(OutputStream out, PrintStream err) {
    var tty = System.getProperty("mneme.tty", consoleIsTerminal() ? "out,err" : "");
    boolean outIsTerminal = tty.contains("out");
    var noColor = System.getenv("NO_COLOR");
    boolean color =
        outIsTerminal
            && (noColor == null || noColor.isEmpty())
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(out, err, outIsTerminal, tty.contains("err"), columns(), color);
  }

  /** Prints an error as one line that the terminal cannot act on. */
  public void complain(String message) {
    err.println("mneme: " + Printable.shorten(message, LONGEST_ERROR, "…"));
  }

  @SuppressWarnings("SystemConsoleNull") // its Javadoc still allows null
  private static boolean consoleIsTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  private static int columns() {
    int columns = Integer.getInteger("mneme.columns", USUAL_WIDTH);
    return Math.clamp(columns, 40, 200);
  }
}
