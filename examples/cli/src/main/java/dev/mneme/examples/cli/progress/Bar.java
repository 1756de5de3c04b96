package dev.mneme.examples.cli.progress;

import dev.mneme.examples.render.Terminal;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on the standard error, if a person sees it. When the process is interrupted the
 * bar goes first, so that what comes next begins at the start of a line.
 */
final class Bar implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 200;

  private final ProgressBar bar;
  private final Thread atExit;

  private Bar(ProgressBar bar) {
    this.bar = bar;
    this.atExit = Thread.ofPlatform().name("mneme-bar-end").unstarted(bar::close);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Shows a bar that counts units.
   *
   * @param most units, -1 where that is known later
   */
  static Optional<Bar> on(Terminal terminal, String task, long most, String unit, long unitSize) {
    if (!terminal.errIsTerminal()) {
      return Optional.empty();
    }
    return Optional.of(
        new Bar(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(most)
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
                .clearDisplayOnFinish()
                .build()));
  }

  void stepTo(long done, long most) {
    bar.maxHint(most);
    bar.stepTo(done);
  }

  void say(String message) {
    bar.setExtraMessage(message);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook closes the bar
    }
    bar.close();
  }
}
