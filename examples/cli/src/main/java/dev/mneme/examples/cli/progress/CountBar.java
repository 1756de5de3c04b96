package dev.mneme.examples.cli.progress;

import dev.mneme.examples.format.Quote;
import dev.mneme.examples.render.Terminal;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for work on memories, on the standard error, if a person sees it. */
public final class CountBar implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 200;
  private static final int LONGEST_TASK = 40;

  private final Optional<ProgressBar> bar;

  private CountBar(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  public static CountBar on(Terminal terminal, String task) {
    if (!terminal.errIsTerminal()) {
      return new CountBar(Optional.empty());
    }
    return new CountBar(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(Quote.oneLine(task, LONGEST_TASK))
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
                .clearDisplayOnFinish()
                .build()));
  }

  public void show(long done, long of) {
    bar.ifPresent(
        shown -> {
          shown.maxHint(of);
          shown.stepTo(done);
        });
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
