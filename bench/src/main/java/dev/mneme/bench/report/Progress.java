package dev.mneme.bench.report;

import java.io.PrintStream;
import java.util.Locale;

/** Says on standard error what is being done, once it changes, with the minutes since the start. */
public final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();
  private String last = "";

  public Progress(PrintStream out) {
    this.out = out;
  }

  void phase(String format, Object... arguments) {
    var text = String.format(Locale.ROOT, format, arguments);
    if (!text.equals(last)) {
      last = text;
      say(text);
    }
  }

  void say(String text) {
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    out.printf(Locale.ROOT, "[%2d:%02d] %s%n", seconds / 60, seconds % 60, text);
  }
}
