package dev.mneme.bench.report;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Says on standard error what is being done, once it changes, with the time since the start and
 * about how long it will go on.
 */
public final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();
  private String last = "";

  public Progress(PrintStream out) {
    this.out = out;
  }

  /**
   * Something new begins.
   *
   * @param secondsLeft until all is done
   */
  void phase(String text, double secondsLeft) {
    if (!text.equals(last)) {
      last = text;
      say(String.format(Locale.ROOT, "%-60s about %s left", text, clock((long) secondsLeft)));
    }
  }

  void say(String text) {
    out.printf(Locale.ROOT, "[%s] %s%n", clock((long) seconds()), text);
  }

  /** Since the start. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  private static String clock(long seconds) {
    return String.format(Locale.ROOT, "%2d:%02d", seconds / 60, seconds % 60);
  }
}
