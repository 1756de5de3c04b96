package dev.mneme.examples.cli;

import dev.mneme.core.log.LogCheck;
import dev.mneme.examples.render.Terminal;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar for reading the log, on the standard error, if a person sees it. */
final class ScanBar implements LogCheck.Progress, AutoCloseable {
  private static final int INTERVAL_MILLIS = 200;

  private final Optional<ProgressBar> bar;

  private ScanBar(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  static ScanBar on(Terminal terminal, String task) {
    if (!terminal.errIsTerminal()) {
      return new ScanBar(Optional.empty());
    }
    return new ScanBar(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setUnit(" MiB", 1 << 20)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
                .clearDisplayOnFinish()
                .build()));
  }

  @Override
  public void checked(long bytes, long ofBytes) {
    bar.ifPresent(
        shown -> {
          shown.maxHint(ofBytes);
          shown.stepTo(bytes);
        });
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
