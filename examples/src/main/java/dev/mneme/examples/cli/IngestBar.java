package dev.mneme.examples.cli;

import dev.mneme.examples.ingest.IngestProgress;
import dev.mneme.examples.render.Terminal;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the standard error, if a person sees it. */
final class IngestBar implements IngestProgress, AutoCloseable {
  private static final int INTERVAL_MILLIS = 200;

  private final Optional<ProgressBar> bar;

  private IngestBar(Optional<ProgressBar> bar) {
    this.bar = bar;
  }

  static IngestBar on(Terminal terminal, long bytes) {
    if (!terminal.errIsTerminal()) {
      return new IngestBar(Optional.empty());
    }
    return new IngestBar(
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName("ingest")
                .setInitialMax(bytes)
                .setUnit(" KiB", 1 << 10)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.width() - 1))
                .clearDisplayOnFinish()
                .build()));
  }

  @Override
  public void advanced(long bytes, long memories) {
    bar.ifPresent(
        shown -> {
          shown.stepTo(bytes);
          shown.setExtraMessage(String.format(Locale.ROOT, "%,d memories", memories));
        });
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
